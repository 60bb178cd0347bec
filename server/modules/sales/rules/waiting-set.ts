import type { ClaimLines } from "./claim-lines.ts";
import { RankedHeap, type Ranked } from "./ranked-heap.ts";

/** What the waiting set keeps of a claim. `rank` orders them: the lowest is served first. */
export interface Waiting extends Ranked {
  readonly lines: ClaimLines;
}

/**
 * The claims whose turn had come and that found no stock. Those that ask for the same lines stand
 * in one binary heap, so the next to be served is the lowest of a few heads, however many wait.
 */
export class WaitingSet<Item extends Waiting> {
  private readonly heaps = new Map<ClaimLines, RankedHeap<Item>>();
  private readonly isWaiting: (item: Item) => boolean;
  private live = 0;

  /** @param isWaiting whether an item still waits; the others are dropped when they come up */
  constructor(isWaiting: (item: Item) => boolean) {
    this.isWaiting = isWaiting;
  }

  get size(): number {
    return this.live;
  }

  add(item: Item): void {
    let heap = this.heaps.get(item.lines);
    if (heap === undefined) this.heaps.set(item.lines, (heap = new RankedHeap()));
    heap.add(item);
    this.live += 1;
  }

  /** The caller has changed the item so that it waits no more. */
  left(): void {
    this.live -= 1;
  }

  /** The lowest-ranked item that still waits and whose lines fit. It stays in the set. */
  lowest(fits: (lines: ClaimLines) => boolean): Item | undefined {
    let lowest: Item | undefined;
    for (const [lines, heap] of this.heaps) {
      while (heap.first !== undefined && !this.isWaiting(heap.first)) heap.removeFirst();
      const head = heap.first;
      if (head === undefined) this.heaps.delete(lines);
      else if (fits(lines) && (lowest === undefined || head.rank < lowest.rank)) lowest = head;
    }
    return lowest;
  }

  /** Every item that still waits, in no particular order. */
  *items(): Generator<Item> {
    for (const heap of this.heaps.values()) {
      for (const item of heap) if (this.isWaiting(item)) yield item;
    }
  }
}
