const CHARACTERS_MOST = 8_000;

/** The end of a log: what went before is forgotten. */
export class LogTail {
  private text = "";

  add(line: string): void {
    this.text = `${this.text}${line}\n`.slice(-CHARACTERS_MOST);
  }

  /** Undefined where nothing was said. */
  read(): string | undefined {
    const text = this.text.trim();
    return text === "" ? undefined : text;
  }
}
