import type { Log } from "../../../platform/log.ts";

const SIDE_BY_SIDE = 100;

/** Works on many at a time; one that fails is logged and left for the next look. */
export async function doSideBySide<Item extends { readonly id: string }>(
  items: readonly Item[],
  log: Log,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      try {
        await work(item);
      } catch (error) {
        log.warn({ err: error, id: item.id }, "not finished; trying again");
      }
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
}
