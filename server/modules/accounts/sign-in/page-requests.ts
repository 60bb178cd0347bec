import type { Context, MiddlewareHandler } from "hono";
import type { HttpEnv } from "../../../platform/http/router.ts";
import type { Locale } from "../../../platform/locales.ts";
import { comesFromOwnPage, readForm } from "../../../platform/pages/forms.ts";
import type { PageContent } from "../../../platform/pages/layout.ts";
import { privatePage } from "../../../platform/pages/page-response.ts";
import { viewPage } from "../../../platform/pages/page-view.ts";
import type { Platform } from "../../../platform/platform.ts";

import { messagePage } from "./pages.ts";

interface PageDeps {
  readonly platform: Pick<Platform, "brand" | "config">;
}

/** Tells whoever was led here by a foreign page's form that it was not used; GET is open to all. */
export function ownFormsOnly(deps: PageDeps): MiddlewareHandler<HttpEnv> {
  const ownOrigin = new URL(deps.platform.config.baseUrl).origin;
  return async (context, next) => {
    if (comesFromOwnPage(context.req.raw, ownOrigin)) return next();
    context.status(403);
    return show(deps, context, messagePage, "failedTitle", "failedForeign");
  };
}

/** Answers with a page, in the reader's language and with the status that the route has chosen. */
export async function show<Rest extends unknown[]>(
  { platform: { brand, config } }: PageDeps,
  context: Context<HttpEnv>,
  render: (locale: Locale, ...rest: Rest) => PageContent,
  ...rest: Rest
): Promise<Response> {
  const view = viewPage(context.req.raw, brand);
  const secure = config.baseUrl.startsWith("https:");
  const page = await privatePage(context.req.raw, view, render(view.locale, ...rest), { secure });
  return context.newResponse(page.body, { headers: page.headers });
}

export function tokenOf(context: Context<HttpEnv>): string {
  return (context.req.query("token") ?? "").slice(0, 1024);
}

/** The fields of a form; what is none counts as empty. */
export async function formOf(
  deps: PageDeps,
  context: Context<HttpEnv>,
): Promise<Record<string, string>> {
  const form = await readForm(context.req.raw, new URL(deps.platform.config.baseUrl).origin);
  return Object.fromEntries(form?.entries ?? []);
}
