import type { z } from "@hono/zod-openapi";
import { httpFailures, problemResponse } from "./problem.ts";
import { invalidRequest } from "./router.ts";

export type CrowdBody<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly response: Response };

/** Reads and validates a JSON body on a crowd's route, where no validating middleware stands. */
export async function readCrowdJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<CrowdBody<z.output<Schema>>> {
  if (request.headers.get("content-type")?.startsWith("application/json") !== true) {
    const detail = "Send the body with Content-Type: application/json.";
    const failure = { kind: httpFailures.unsupported_media_type, detail };
    return { ok: false, response: problemResponse(failure) };
  }
  let json: unknown;
  try {
    json = await request.json();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const detail = "The body could not be read as JSON.";
    return { ok: false, response: problemResponse({ kind: httpFailures.malformed_json, detail }) };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, response: invalidRequest(parsed.error, "json", undefined) };
}
