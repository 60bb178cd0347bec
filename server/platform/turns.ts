/** Work that is done one after another for each key, in the order in which it came. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Does the work when all that came before it for this key is over, however it went. */
  take<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const before = this.last.get(key);
    const turn = before === undefined ? work() : before.then(work, work);
    this.last.set(key, turn);
    const leave = () => {
      if (this.last.get(key) === turn) this.last.delete(key);
    };
    void turn.then(leave, leave);
    return turn;
  }
}
