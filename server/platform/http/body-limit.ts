/** A route that takes larger bodies than all others, such as a picture. */
export interface LargeBodies {
  readonly method: string;
  /** Of the whole path. */
  readonly path: RegExp;
  readonly limitBytes: number;
}

/** Every route of these mounts that takes larger bodies than all others. */
export function largeBodiesOf(
  mounts: readonly { readonly largeBodies?: readonly LargeBodies[] }[],
): readonly LargeBodies[] {
  return mounts.flatMap(({ largeBodies = [] }) => largeBodies);
}

/** How large the body of this request may be: as large as of any, unless its route takes more. */
export function bodyLimitOf(
  method: string,
  path: string,
  limitBytes: number,
  larger: readonly LargeBodies[],
): number {
  const own = larger.find((route) => route.method === method && route.path.test(path));
  return Math.max(limitBytes, own?.limitBytes ?? 0);
}

/**
 * Why a request's body is not taken, or undefined. A body must say its length beforehand; chunked
 * uploads of unknown size are not taken. Only headers are looked at: to touch `request.body` makes
 * a stream of it, which costs more than the rest of a claim.
 */
export function findBodyProblem(request: Request, limitBytes: number): string | undefined {
  if (request.method === "GET" || request.method === "HEAD") return undefined;
  const length = request.headers.get("content-length");
  if (length === null) {
    if (!request.headers.has("transfer-encoding")) return undefined;
    return `The body must come with a Content-Length of at most ${limitBytes} bytes.`;
  }
  if (Number(length) <= limitBytes) return undefined;
  return `The body has ${length} bytes; at most ${limitBytes} are taken.`;
}
