import type { Context } from "hono";
import { createRouter, type HttpEnv, type Router } from "../../../platform/http/router.ts";
import type { Locale } from "../../../platform/locales.ts";
import { listPasskeys } from "../queries/list-passkeys.ts";
import { addCookies, type GuardDeps, identifySender } from "../sessions/guards.ts";
import { show } from "../sign-in/page-requests.ts";
import { passkeyScript } from "../sign-in/passkey-script.ts";
import { accountPage } from "./account-page.ts";
import { dataSection } from "./erasure-pages.ts";
import { secondFactorSection } from "./second-factor-pages.ts";
import { passkeySection } from "./passkey-section.ts";

/** The page on which fans find what belongs to their account. */
export function createAccountPages(deps: GuardDeps): Router {
  const router = createRouter();
  router.get("/account", (context) => showAccount(deps, context));
  return router;
}

async function showAccount(deps: GuardDeps, context: Context<HttpEnv>): Promise<Response> {
  const sender = await identifySender(deps, context.req.raw);
  const nobody = {
    fan: undefined,
    operator: undefined,
    isSecondFactorMissing: false,
    setCookie: [],
  };
  const { fan, operator, isSecondFactorMissing, setCookie } = sender.ok ? sender.value : nobody;
  const problem = context.req.query("error") === undefined ? undefined : "failed";
  const passkeys = fan && (await listPasskeys(deps.platform.database, fan.fanId));
  const isAdded = context.req.query("passkey") === "added";
  const account = fan && {
    ...fan,
    role: operator?.role,
    sections: (locale: Locale) => [
      ...(operator === undefined ? [] : [secondFactorSection(locale, isSecondFactorMissing)]),
      passkeySection(locale, passkeys ?? [], isAdded),
      dataSection(locale),
    ],
    script: await passkeyScript(),
  };
  const response = await show(deps, context, accountPage, account, problem);
  addCookies(response, setCookie);
  return response;
}
