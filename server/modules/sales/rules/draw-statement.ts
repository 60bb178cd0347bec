/** What every page and report says of how far a draw can be trusted. */
export function drawStatement(isBound: boolean): string {
  return isBound
    ? "The places follow from the published entrant list and a public beacon's round that nobody could know when the list was closed. A draw cannot show invented entrants."
    : "The operator could have influenced this draw: it uses no public beacon. A draw cannot show invented entrants.";
}
