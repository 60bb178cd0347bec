import { expect } from "bun:test";
import type { SaleSite } from "./sale.ts";

/** A request as it goes over the wire, well-formed or not. */
export interface WireRequest {
  readonly method: string;
  /** Below `/api/v1`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Whether the body comes without saying its length. */
  readonly isChunked?: boolean;
}

export function sendOverWire(site: SaleSite, request: WireRequest): Promise<Response> {
  const { method, path, body, isChunked = false } = request;
  const headers = new Headers(request.headers);
  if (body === undefined) return ask(site, path, { method, headers });
  const text = typeof body === "string" ? body : JSON.stringify(body);
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  if (isChunked) headers.set("transfer-encoding", "chunked");
  else headers.set("content-length", String(Buffer.byteLength(text)));
  return ask(site, path, { method, headers, body: text });
}

async function ask(site: SaleSite, path: string, init: RequestInit): Promise<Response> {
  return site.app.request(`http://millet.test/api/v1${path}`, init, {});
}

/**
 * The request is refused with this status and code, as a problem document, and has changed nothing
 * that is counted.
 * @param expected such as `404 sale_not_found`
 */
export async function expectRefusal(
  site: SaleSite,
  request: WireRequest,
  expected: string,
): Promise<Record<string, unknown>> {
  const before = await site.footprint();
  const response = await sendOverWire(site, request);
  const text = await response.text();
  const problem = (text.startsWith("{") ? JSON.parse(text) : { text }) as Record<string, unknown>;
  expect(`${response.status} ${String(problem["code"])}`).toBe(expected);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(problem).toMatchObject({
    type: `urn:millet:problem:${String(problem["code"])}`,
    status: response.status,
    title: expect.stringMatching(/\S/),
    detail: expect.stringMatching(/\S/),
  });
  expect(await site.footprint()).toEqual(before);
  return problem;
}
