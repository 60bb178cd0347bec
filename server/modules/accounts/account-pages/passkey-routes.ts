import type { Context } from "hono";
import type { Result } from "../../../platform/failure.ts";
import { createRouter, type HttpEnv, type Router } from "../../../platform/http/router.ts";
import { seeOther } from "../../../platform/pages/page-response.ts";
import { removePasskey } from "../commands/remove-passkey.ts";
import { renamePasskey } from "../commands/rename-passkey.ts";
import { accountFailures } from "../failures.ts";
import { passkeyNameSchema } from "../schema.ts";
import { type GuardDeps, identifySender } from "../sessions/guards.ts";
import { formOf, ownFormsOnly, show } from "../sign-in/page-requests.ts";
import { messagePage } from "../sign-in/pages.ts";

/** Naming and removing passkeys by plain forms. */
export function createPasskeyPages(deps: GuardDeps): Router {
  const router = createRouter();
  const ownForm = ownFormsOnly(deps);
  router.post("/account/passkeys/:id/name", ownForm, (context) =>
    change(deps, context, async (holder) => {
      const form = passkeyNameSchema.safeParse(await formOf(deps, context));
      if (!form.success) return undefined;
      return renamePasskey(deps.platform.database, { ...holder, name: form.data.name });
    }),
  );
  router.post("/account/passkeys/:id/removal", ownForm, (context) =>
    change(deps, context, (holder) => removePasskey(deps.platform.database, holder)),
  );
  return router;
}

interface Holder {
  readonly fanId: Parameters<typeof removePasskey>[1]["fanId"];
  readonly sessionId: string;
  readonly id: string;
}

/** @param work undefined when the form does not fit */
async function change(
  deps: GuardDeps,
  context: Context<HttpEnv>,
  work: (holder: Holder) => Promise<Result<void> | undefined>,
): Promise<Response> {
  const sender = await identifySender(deps, context.req.raw);
  if (!sender.ok || sender.value.fan === undefined) return seeOther("/account");
  const { fan, sessionId = "" } = sender.value;
  const done = await work({ fanId: fan.fanId, sessionId, id: context.req.param("id") ?? "" });
  if (done?.ok === true) return seeOther("/account#passkeys");
  if (done?.failure.kind === accountFailures.second_factor_missing) {
    return seeOther("/account/second-factor");
  }
  context.status(done === undefined ? 422 : done.failure.kind.status);
  return show(deps, context, messagePage, "failedTitle", "failedForm");
}
