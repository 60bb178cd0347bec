/** What the queue looks at. */
interface Ending {
  expiresAt: number;
}

/** Ended holds at the front are kept until they are worth the copy. */
const COMPACT_FROM = 4096;

/**
 * Holds in the order of their ends. They are added in that order: all of one queue last equally
 * long from a time that never goes back. Those that ended otherwise are skipped when they come up.
 */
export class HoldQueue<Hold extends Ending> {
  private readonly holds: Hold[] = [];
  private head = 0;
  private readonly isOpen: (hold: Hold) => boolean;

  /** @param isOpen whether the hold still stands in this queue */
  constructor(isOpen: (hold: Hold) => boolean) {
    this.isOpen = isOpen;
  }

  add(hold: Hold): void {
    this.holds.push(hold);
  }

  /** The open hold that ends first. */
  first(): Hold | undefined {
    this.dropEnded();
    return this.holds[this.head];
  }

  /** All open holds end later by this. */
  lengthen(ms: number): void {
    for (let index = this.head; index < this.holds.length; index += 1) {
      const hold = this.holds[index];
      if (hold !== undefined && this.isOpen(hold)) hold.expiresAt += ms;
    }
  }

  /** Moves past ended holds at the front, and gives their memory back now and then. */
  dropEnded(): void {
    for (;;) {
      const hold = this.holds[this.head];
      if (hold === undefined || this.isOpen(hold)) break;
      this.head += 1;
    }
    if (this.head > COMPACT_FROM && this.head * 2 > this.holds.length) {
      this.holds.splice(0, this.head);
      this.head = 0;
    }
  }
}
