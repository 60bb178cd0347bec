import { problemResponse } from "../../../platform/http/problem.ts";
import { isUuid } from "../../../platform/ids.ts";
import { salesFailures as failures } from "../failures.ts";
import type { LineOfSale } from "../line/line.ts";
import type { SalesContext } from "../sales-context.ts";
import type { FanReader, SignedInFan } from "./fans.ts";

/** Of what the crowd's routes answer to one fan. */
export const PRIVATE = { "content-type": "application/json", "cache-control": "no-store" };

export type Asking =
  | { readonly ok: true; readonly line: LineOfSale; readonly fan: SignedInFan }
  | { readonly ok: false; readonly response: Response };

/** The sale's line and the signed-in fan, or the refusal. */
export async function identify(
  context: SalesContext,
  fans: FanReader,
  request: Request,
  saleId: string,
): Promise<Asking> {
  const line = isUuid(saleId) ? await context.line.find(saleId) : undefined;
  if (line === undefined) {
    const detail = `No sale has the id ${saleId.slice(0, 40)}.`;
    return { ok: false, response: problemResponse({ kind: failures.sale_not_found, detail }) };
  }
  const fan = await fans.identify(request);
  if (!fan.ok) return { ok: false, response: problemResponse(fan.failure) };
  return { ok: true, line, fan: fan.value };
}

/** The answer with the cookies that renew the fan's session. */
export function withCookies(response: Response, fan: SignedInFan): Response {
  for (const cookie of fan.setCookie) response.headers.append("set-cookie", cookie);
  return response;
}
