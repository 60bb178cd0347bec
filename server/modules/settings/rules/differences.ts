export type Differences = Readonly<Record<"before" | "after", Readonly<Record<string, unknown>>>>;

/** What differs, as it was and as it is now; undefined if nothing does. */
export function findDifferences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Differences | undefined {
  const changed = Object.keys(after).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  if (changed.length === 0) return undefined;
  const only = (from: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(changed.map((key) => [key, from[key]]));
  return { before: only(before), after: only(after) };
}
