/**
 * An expected failure: a stable code that clients may rely on, the HTTP status that it becomes
 * (RFC 9457), and a title that does not change between occurrences.
 */
export interface FailureKind<Code extends string = string> {
  readonly code: Code;
  readonly status: FailureStatus;
  readonly title: string;
}

export type FailureStatus =
  | 400
  | 401
  | 403
  | 404
  | 405
  | 408
  | 409
  | 413
  | 415
  | 422
  | 429
  | 500
  | 503;

/** One occurrence of an expected failure. `extra` becomes members of the problem document. */
export interface Failure {
  readonly kind: FailureKind;
  readonly detail: string;
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Sent as `Retry-After`, in whole seconds. */
  readonly retryAfterSeconds?: number;
}

export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure };

export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function fail(
  kind: FailureKind,
  detail: string,
  more: Pick<Failure, "extra" | "retryAfterSeconds"> = {},
): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { kind, detail, ...more } };
}

/** Makes a module's table of failures; the key of each row is its code. */
export function defineFailures<
  const Table extends Record<string, { status: FailureStatus; title: string }>,
>(table: Table): { readonly [Code in keyof Table & string]: FailureKind<Code> } {
  return Object.fromEntries(
    Object.entries(table).map(([code, row]) => [code, { code, ...row }]),
  ) as { [Code in keyof Table & string]: FailureKind<Code> };
}

/** Stops on a state that the code's own rules exclude. Such an error is a bug, never an answer. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`);
}

/** For the default branch of a switch that must be exhaustive. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
