import type { ClaimLines } from "./claim-lines.ts";

/** What the waiting set keeps of a claim. `rank` orders them: the lowest is served first. */
export interface Waiting {
  readonly rank: number;
  readonly lines: ClaimLines;
}

/**
 * The claims whose turn had come and that found no stock. Those that ask for the same lines stand
 * in one binary heap, so the next to be served is the lowest of a few heads, however many wait.
 */
export class WaitingSet<Item extends Waiting> {
  private readonly heaps = new Map<ClaimLines, Item[]>();
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
    if (heap === undefined) this.heaps.set(item.lines, (heap = []));
    heap.push(item);
    siftUp(heap);
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
      let head = heap[0];
      while (head !== undefined && !this.isWaiting(head)) {
        removeHead(heap);
        head = heap[0];
      }
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

function siftUp(heap: Waiting[]): void {
  let index = heap.length - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (rankAt(heap, parent) <= rankAt(heap, index)) return;
    swap(heap, parent, index);
    index = parent;
  }
}

function removeHead(heap: Waiting[]): void {
  swap(heap, 0, heap.length - 1);
  heap.pop();
  let index = 0;
  for (;;) {
    const left = index * 2 + 1;
    const right = left + 1;
    let least = index;
    if (left < heap.length && rankAt(heap, left) < rankAt(heap, least)) least = left;
    if (right < heap.length && rankAt(heap, right) < rankAt(heap, least)) least = right;
    if (least === index) return;
    swap(heap, least, index);
    index = least;
  }
}

function rankAt(heap: readonly Waiting[], index: number): number {
  return heap[index]?.rank ?? Number.POSITIVE_INFINITY;
}

function swap(heap: Waiting[], a: number, b: number): void {
  const first = heap[a];
  const second = heap[b];
  if (first === undefined || second === undefined) return;
  heap[a] = second;
  heap[b] = first;
}
