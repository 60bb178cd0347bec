/** What a heap orders by. */
export interface Ranked {
  readonly rank: number;
}

/** A binary heap: the item of the lowest rank is found at once, added and removed in log n. */
export class RankedHeap<Item extends Ranked> {
  private readonly items: Item[] = [];

  /** The item of the lowest rank. */
  get first(): Item | undefined {
    return this.items[0];
  }

  add(item: Item): void {
    this.items.push(item);
    let index = this.items.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.rankAt(parent) <= this.rankAt(index)) return;
      this.swap(index, parent);
      index = parent;
    }
  }

  removeFirst(): void {
    this.swap(0, this.items.length - 1);
    this.items.pop();
    let index = 0;
    for (;;) {
      const left = index * 2 + 1;
      const right = left + 1;
      let least = index;
      if (left < this.items.length && this.rankAt(left) < this.rankAt(least)) least = left;
      if (right < this.items.length && this.rankAt(right) < this.rankAt(least)) least = right;
      if (least === index) return;
      this.swap(least, index);
      index = least;
    }
  }

  /** In no particular order. */
  [Symbol.iterator](): Iterator<Item> {
    return this.items.values();
  }

  private rankAt(index: number): number {
    return this.items[index]?.rank ?? Number.POSITIVE_INFINITY;
  }

  private swap(a: number, b: number): void {
    const first = this.items[a];
    const second = this.items[b];
    if (first === undefined || second === undefined) return;
    this.items[a] = second;
    this.items[b] = first;
  }
}
