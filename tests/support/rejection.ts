/**
 * The message with which the promise rejects; fails if it does not. Bun's own
 * `expect(…).rejects` is typed as if it need not be awaited, so that a forgotten `await` passes.
 */
export async function rejectionOf(work: Promise<unknown>): Promise<string> {
  let value: unknown;
  try {
    value = await work;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error(`expected a rejection, got ${Bun.inspect(value)}`);
}
