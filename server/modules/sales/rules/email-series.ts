import { runsOf, SMALLEST_CLUSTER } from "./cluster-scores.ts";

/** Numbers of one series follow each other, with few gaps. */
const NUMBER_GAP = 5;

export interface EmailPattern {
  /** What the address looks like without what varies: `lark#@example.com`, `ana+*@example.com`. */
  readonly pattern: string;
  /** The number that varies; null where a tag does. */
  readonly value: number | null;
}

/**
 * How an address could be one of a series: by a tag, which leads to the same mailbox, or by its
 * last number. @returns undefined where it has neither, or nothing but a number
 */
export function emailPatternOf(email: string): EmailPattern | undefined {
  const at = email.lastIndexOf("@");
  const [local, domain] = [email.slice(0, at).toLowerCase(), email.slice(at).toLowerCase()];
  const plus = local.indexOf("+");
  if (plus > 0) return { pattern: `${local.slice(0, plus)}+*${domain}`, value: null };
  const number = /^(.*?)(\d{1,9})(\D*)$/.exec(local);
  if (number === null) return undefined;
  const [, before = "", digits = "", after = ""] = number;
  // Whole towns have their telephone's number for an address.
  if (!/\p{L}{2}/u.test(before + after)) return undefined;
  return { pattern: `${before}#${after}${domain}`, value: Number(digits) };
}

export interface EmailSeries<Item> {
  readonly pattern: string;
  readonly items: readonly Item[];
}

/** Finds the series among many addresses. */
export function findEmailSeries<Item>(
  items: readonly Item[],
  emailOf: (item: Item) => string,
): readonly EmailSeries<Item>[] {
  const byPattern = new Map<string, { item: Item; value: number | null }[]>();
  for (const item of items) {
    const found = emailPatternOf(emailOf(item));
    if (found === undefined) continue;
    const group = byPattern.get(found.pattern);
    if (group === undefined) byPattern.set(found.pattern, [{ item, value: found.value }]);
    else group.push({ item, value: found.value });
  }
  return [...byPattern].flatMap(([pattern, group]) => {
    if (group.length < SMALLEST_CLUSTER) return [];
    const sorted = group.toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0));
    return runsOf(sorted, NUMBER_GAP, ({ value }) => value ?? 0)
      .filter((run) => run.length >= SMALLEST_CLUSTER)
      .map((run) => ({ pattern, items: run.map(({ item }) => item) }));
  });
}
