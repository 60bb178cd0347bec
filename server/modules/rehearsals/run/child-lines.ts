import { z } from "zod";

const count = z.int().min(0);

/** What the rehearsal's process says, one line of JSON for each thing. */
const lineSchema = z.discriminatedUnion("type", [
  /** The stages that it will pass, in their order. */
  z.object({ type: z.literal("plan"), stages: z.array(z.string().max(40)).max(100) }),
  /** The next stage has begun. */
  z.object({ type: z.literal("stage"), stage: z.string(), total: count }),
  /** So much of the stage is done. */
  z.object({ type: z.literal("progress"), done: count }),
  /** Where its server answers, and a key of that server. */
  z.object({ type: z.literal("server"), url: z.url(), key: z.string() }),
  /** The sale that is rehearsed has opened. */
  z.object({ type: z.literal("sale"), saleId: z.uuid() }),
  z.object({ type: z.literal("result"), result: z.record(z.string(), z.unknown()) }),
]);

export type RehearsalLine = z.infer<typeof lineSchema>;

/** The line, or undefined where the text is none: then it belongs to the log. */
export function readLine(text: string): RehearsalLine | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The text of a stream line by line; what an end cuts off is a line too. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of stream) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
