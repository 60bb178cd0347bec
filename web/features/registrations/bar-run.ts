/** What became of removing several places one after the other. */
export interface BarRun {
  readonly total: number;
  readonly done: readonly number[];
  readonly failed: readonly { readonly place: number; readonly problem: unknown }[];
}

const startOf = (places: readonly number[]): BarRun => ({
  total: places.length,
  done: [],
  failed: [],
});

/** The run after one more place; `problem` is undefined where it went well. */
function afterPlace(run: BarRun, place: number, problem: unknown): BarRun {
  return problem === undefined
    ? { ...run, done: [...run.done, place] }
    : { ...run, failed: [...run.failed, { place, problem }] };
}

export const isOver = ({ total, done, failed }: BarRun): boolean =>
  done.length + failed.length >= total;

/**
 * Removes the places in their order and tells of each; one that fails does not stop the others.
 * @param barOne resolves to why it failed, undefined where it did not
 */
export async function barAll(
  places: readonly number[],
  barOne: (place: number) => Promise<unknown>,
  onProgress: (run: BarRun) => void,
): Promise<BarRun> {
  let run = startOf(places);
  onProgress(run);
  for (const place of places) {
    run = afterPlace(run, place, await barOne(place));
    onProgress(run);
  }
  return run;
}

/** `1–4, 7, 9–10`: places in short, ascending. */
export function placesInShort(places: readonly number[]): string {
  const stretches: [first: number, last: number][] = [];
  for (const place of places.toSorted((a, b) => a - b)) {
    const stretch = stretches.at(-1);
    if (stretch !== undefined && stretch[1] === place - 1) stretch[1] = place;
    else stretches.push([place, place]);
  }
  return stretches
    .map(([first, last]) => (first === last ? String(first) : `${first}–${last}`))
    .join(", ");
}
