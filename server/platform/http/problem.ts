import { z } from "@hono/zod-openapi";
import { defineFailures, type Failure, type FailureKind } from "../failure.ts";

/** Failures that any route may answer with. */
export const httpFailures = defineFailures({
  malformed_json: { status: 400, title: "The body is not valid JSON" },
  invalid_request: { status: 422, title: "The request does not have the expected form" },
  unsupported_media_type: { status: 415, title: "The body must be application/json" },
  body_too_large: { status: 413, title: "The body is too large" },
  metrics_token_wrong: { status: 401, title: "The figures need their token" },
  metrics_not_open: { status: 403, title: "The figures are not open" },
  not_found: { status: 404, title: "There is nothing here" },
  method_not_allowed: { status: 405, title: "This method is not offered here" },
  request_timeout: { status: 503, title: "The request took too long" },
  unavailable: { status: 503, title: "The server cannot answer at the moment" },
  internal_error: { status: 500, title: "The server made a mistake" },
});

/** RFC 9457 problem document; `code` is stable, `detail` is for people. */
const problemSchema = z
  .looseObject({
    type: z.string().openapi({ example: "urn:millet:problem:sale_not_open" }),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    requestId: z.string().optional(),
  })
  .openapi("Problem");

/** Turns an expected failure into its problem document. */
export function problemResponse(failure: Failure, requestId?: string): Response {
  const { kind, detail, extra, retryAfterSeconds } = failure;
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  });
  if (retryAfterSeconds !== undefined) headers.set("retry-after", String(retryAfterSeconds));
  const body = {
    type: `urn:millet:problem:${kind.code}`,
    title: kind.title,
    status: kind.status,
    code: kind.code,
    detail,
    ...(requestId === undefined ? {} : { requestId }),
    ...extra,
  };
  return new Response(JSON.stringify(body), { status: kind.status, headers });
}

/** The `responses` of an OpenAPI route for the failures that it may answer with. */
export function problemResponses(...kinds: readonly FailureKind[]) {
  const byStatus = new Map<number, FailureKind[]>();
  for (const kind of kinds) byStatus.set(kind.status, [...(byStatus.get(kind.status) ?? []), kind]);
  return Object.fromEntries(
    [...byStatus].map(([status, rows]) => [
      status,
      {
        description: rows.map((row) => `\`${row.code}\`: ${row.title}`).join("; "),
        content: { "application/problem+json": { schema: problemSchema } },
      },
    ]),
  );
}
