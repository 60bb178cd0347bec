/** Times as the date fields have them, by the browser's clock: `YYYY-MM-DD HH:mm:ss`. */

const two = (value: number) => String(value).padStart(2, "0");

/** @param at ISO 8601 */
export function toLocal(at: string | null): string | null {
  if (at === null) return null;
  const date = new Date(at);
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${dayOf(date)} ${time}`;
}

/** ISO 8601; null where there is no time. */
export function fromLocal(local: string | null): string | null {
  const ms = msOf(local);
  return ms === null ? null : new Date(ms).toISOString();
}

/** Ms since 1970; null where there is no time. */
export function msOf(local: string | null): number | null {
  if (local === null || local === "") return null;
  const ms = new Date(local.replace(" ", "T")).getTime();
  return Number.isNaN(ms) ? null : ms;
}

/** The day by the browser's clock: `YYYY-MM-DD`. */
export function dayOf(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The same time of day so many days later, also where clocks are changed in between. */
export function addDays(local: string, days: number): string {
  const date = new Date(local.replace(" ", "T"));
  date.setDate(date.getDate() + days);
  return `${dayOf(date)} ${local.slice(11)}`;
}
