import { addDays, msOf } from "./local-times.ts";
import type { SaleForm } from "./sale-form.ts";

const DAY_MS = 86_400_000;
const DATES = ["registrationOpensAt", "registrationClosesAt", "opensAt", "endsAt"] as const;
const NAME_LONGEST = 200;

/** The words by which a copy is told from what it was made of. */
export interface CopyMarks {
  readonly english: string;
  readonly chinese: string;
}

/**
 * The same terms again, on the same days of the week: all dates are later by as many whole weeks as
 * bring the first of them at least a day into the future. An earlier sale's entrants are carried
 * over once, so that is not copied.
 */
export function duplicateForm(form: SaleForm, marks: CopyMarks, nowMs: number): SaleForm {
  const times = DATES.flatMap((field) => msOf(form[field]) ?? []);
  const missingMs = nowMs + DAY_MS - Math.min(...times);
  const days = times.length === 0 ? 0 : Math.max(1, Math.ceil(missingMs / (7 * DAY_MS))) * 7;
  const later = (local: string | null) => (local === null ? null : addDays(local, days));
  return {
    ...form,
    english: marked(form.english, marks.english),
    chinese: marked(form.chinese, marks.chinese),
    otherNames: {},
    registrationOpensAt: later(form.registrationOpensAt),
    registrationClosesAt: later(form.registrationClosesAt),
    opensAt: later(form.opensAt),
    endsAt: later(form.endsAt),
    carryOverFrom: null,
  };
}

function marked(name: string, mark: string): string {
  return name === "" ? "" : `${name.slice(0, NAME_LONGEST - mark.length)}${mark}`;
}
