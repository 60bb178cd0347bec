import { isTrustedOrigin } from "../http/trusted-origin.ts";

/** What a form sent. A field that was not sent is the empty text. */
export interface SentForm {
  text(name: string): string;
  /** Whether a box was ticked. */
  has(name: string): boolean;
  readonly entries: readonly (readonly [string, string])[];
}

const FORM_TYPE = "application/x-www-form-urlencoded";

/** No form of ours has more fields, so that nobody makes work with a body of tiny ones. */
const FIELDS_MOST = 200;

/**
 * The fields of a form that a page of this site sent; undefined if another site's page sent it, or
 * if it is no form.
 */
export async function readForm(request: Request, ownOrigin: string): Promise<SentForm | undefined> {
  if (!comesFromOwnPage(request, ownOrigin)) return undefined;
  if (request.headers.get("content-type")?.startsWith(FORM_TYPE) !== true) return undefined;
  const fields = new URLSearchParams(await request.text());
  const entries = [...fields].slice(0, FIELDS_MOST);
  const first = new Map(entries.toReversed());
  return {
    entries,
    text: (name) => first.get(name)?.trim() ?? "",
    has: (name) => first.has(name),
  };
}

/** Whether a page of this site started the request, or a program that is no browser. */
export function comesFromOwnPage({ method, headers }: Request, ownOrigin: string): boolean {
  const origin = headers.get("origin") ?? undefined;
  const secFetchSite = headers.get("sec-fetch-site") ?? undefined;
  return isTrustedOrigin({ method, origin, secFetchSite }, ownOrigin);
}
