import type { Router } from "../../server/platform/http/router.ts";

/** An answer; tests look in its body at what they expect there. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; empty if the answer has no body. */
  readonly body: Readonly<Record<string, unknown>> & { readonly id: string };
}

export interface RequestOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in the name of JSON. */
  readonly raw?: string;
  /** The `Authorization` header. */
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Send = (method: string, path: string, options?: RequestOptions) => Promise<Reply>;

/** Sends requests to an application as HTTP would, without a socket; paths are below `/api/v1`. */
export function createApiClient(app: Pick<Router, "request">): Send {
  return async (method, path, { body, raw, as, headers: given } = {}) => {
    const headers = new Headers(given);
    if (as !== undefined) headers.set("authorization", as);
    const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    if (text !== undefined) {
      headers.set("content-type", "application/json");
      headers.set("content-length", String(Buffer.byteLength(text)));
    }
    const init = text === undefined ? { method, headers } : { method, headers, body: text };
    const response = await app.request(`http://millet.test/api/v1${path}`, init, {});
    const answer = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: answer === "" ? {} : JSON.parse(answer),
    };
  };
}
