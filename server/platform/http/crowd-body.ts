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
  const refusal = refuseMediaType(request);
  if (refusal !== undefined) return { ok: false, response: refusal };
  return parseCrowdJson(await request.text(), schema);
}

/** The refusal of a body that does not say that it is JSON. */
export function refuseMediaType(request: Request): Response | undefined {
  if (request.headers.get("content-type")?.startsWith("application/json") === true) {
    return undefined;
  }
  const detail = "Send the body with Content-Type: application/json.";
  return problemResponse({ kind: httpFailures.unsupported_media_type, detail });
}

/** The text as the schema's value, or the problem document that says what is wrong with it. */
export function parseCrowdJson<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
): CrowdBody<z.output<Schema>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const detail = "The body could not be read as JSON.";
    return { ok: false, response: problemResponse({ kind: httpFailures.malformed_json, detail }) };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, response: invalidRequest(parsed.error, "json", undefined) };
}
