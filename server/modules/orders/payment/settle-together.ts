import { isDatabaseAway } from "../../../platform/database/database-away.ts";

/** What one input of a batch came to. */
export type Settled<Output> =
  | { readonly ok: true; readonly output: Output }
  | { readonly ok: false; readonly error: unknown };

/**
 * Does a batch in one piece; if that fails, each input by itself, so that one that cannot be
 * written does not take the others with it. While the database is away, all fail at once.
 */
export async function settleTogether<Input, Output>(
  inputs: readonly Input[],
  work: (inputs: readonly Input[]) => Promise<readonly Output[]>,
): Promise<Settled<Output>[]> {
  try {
    return (await work(inputs)).map((output) => ({ ok: true, output }));
  } catch (error) {
    if (inputs.length === 1 || isDatabaseAway(error)) {
      return inputs.map(() => ({ ok: false, error }));
    }
  }
  const settled: Settled<Output>[] = [];
  for (const input of inputs) settled.push(...(await settleTogether([input], work)));
  return settled;
}

/** @throws the error of an input that failed */
export function outputOf<Output>(settled: Settled<Output>): Output {
  if (settled.ok) return settled.output;
  throw settled.error;
}
