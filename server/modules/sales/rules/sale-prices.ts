/** The currencies, in alphabetical order, in which each of the variants has a price. */
export function findSharedCurrencies(
  prices: readonly Readonly<Record<string, number>>[],
): readonly string[] {
  const [first = {}, ...others] = prices;
  return Object.keys(first)
    .filter((currency) => others.every((other) => other[currency] !== undefined))
    .toSorted();
}
