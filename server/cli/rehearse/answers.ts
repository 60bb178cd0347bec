// Reading what matters from an answer without parsing it: the crowd shares the server's machine.

/** The problem document's code; empty where there is none. */
export function codeIn(body: Buffer): string {
  return /"code":"([a-z_]+)"/.exec(body.toString("latin1"))?.[1] ?? "";
}

/** The whole number that stands right after the marker; 0 where it does not occur. */
export function numberAfter(body: Buffer, marker: Buffer): number {
  const at = body.indexOf(marker);
  if (at === -1) return 0;
  let value = 0;
  for (let index = at + marker.length; ; index += 1) {
    const digit = (body[index] ?? 0) - 48;
    if (digit < 0 || digit > 9) return value;
    value = value * 10 + digit;
  }
}
