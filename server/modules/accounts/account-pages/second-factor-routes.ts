import type { Context } from "hono";
import type { Failure } from "../../../platform/failure.ts";
import { createRouter, type HttpEnv, type Router } from "../../../platform/http/router.ts";
import { seeOther } from "../../../platform/pages/page-response.ts";
import { beginEnrolment } from "../commands/begin-enrolment.ts";
import type { SessionOfFan } from "../commands/check-code.ts";
import { confirmEnrolment } from "../commands/confirm-enrolment.ts";
import { enterCode } from "../commands/enter-code.ts";
import type { Actor } from "../commands/record-operator-action.ts";
import { removeOwnSecondFactor } from "../commands/remove-second-factor.ts";
import { renewBackupCodes } from "../commands/renew-backup-codes.ts";
import { accountFailures } from "../failures.ts";
import { findSecondFactor } from "../queries/find-second-factor.ts";
import type { SecondFactorRouteDeps } from "../routes/second-factor.ts";
import { codeSchema } from "../schema.ts";
import { identifySender } from "../sessions/guards.ts";
import { formOf, ownFormsOnly, show } from "../sign-in/page-requests.ts";
import {
  backupCodesPage,
  enrolmentPage,
  type SecondFactorProblem,
  secondFactorPage,
} from "./second-factor-pages.ts";

const PAGE = "/account/second-factor";

type Deps = SecondFactorRouteDeps;
type PageContext = Context<HttpEnv>;

/** A member of the staff in front of a page, and how the audit log names them. */
interface Visitor extends SessionOfFan {
  readonly email: string;
  readonly actor: Actor;
}

/** The operator's second factor by plain pages and forms. */
export function createSecondFactorPages(deps: Deps): Router {
  const router = createRouter();
  const ownForm = ownFormsOnly(deps);
  const route = (work: (deps: Deps, context: PageContext, who: Visitor) => Promise<Response>) => {
    return async (context: PageContext) => {
      const who = await findVisitor(deps, context);
      return who === undefined ? seeOther("/account") : work(deps, context, who);
    };
  };
  router.get(PAGE, route(overview));
  router.post(`${PAGE}/enrolments`, ownForm, route(enrol));
  router.post(`${PAGE}/confirmations`, ownForm, route(confirm));
  router.post(`${PAGE}/proofs`, ownForm, route(prove));
  router.post(`${PAGE}/backup-codes`, ownForm, route(renew));
  router.post(`${PAGE}/removal`, ownForm, route(remove));
  return router;
}

async function findVisitor(deps: Deps, context: PageContext): Promise<Visitor | undefined> {
  const sender = await identifySender(deps, context.req.raw);
  if (!sender.ok) return undefined;
  const { fan, operator, sessionId } = sender.value;
  if (fan === undefined || operator === undefined || sessionId === undefined) return undefined;
  const actor = { operator, requestId: context.get("requestId") };
  return { fanId: fan.fanId, sessionId, email: fan.email, actor };
}

async function overview(deps: Deps, context: PageContext, who: Visitor): Promise<Response> {
  const found = await findSecondFactor(deps.platform.database, who);
  return show(deps, context, secondFactorPage, found);
}

async function enrol(deps: Deps, context: PageContext, who: Visitor): Promise<Response> {
  return showEnrolment(deps, context, who);
}

async function showEnrolment(
  deps: Deps,
  context: PageContext,
  who: Visitor,
  problem?: SecondFactorProblem,
): Promise<Response> {
  const begun = await beginEnrolment(deps, who);
  if (!begun.ok) return refusal(deps, context, who, begun.failure);
  const app = {
    url: deps.codes.otpauthUrl(begun.value, who.email),
    secret: deps.codes.typedSecret(begun.value),
  };
  return show(deps, context, enrolmentPage, app, problem);
}

async function confirm(deps: Deps, context: PageContext, who: Visitor): Promise<Response> {
  const code = await codeIn(deps, context);
  const confirmed = await confirmEnrolment(deps, { ...who, code }, who.actor);
  if (confirmed.ok) return show(deps, context, backupCodesPage, confirmed.value);
  context.status(confirmed.failure.kind.status);
  return showEnrolment(deps, context, who, problemOf(confirmed.failure));
}

async function prove(deps: Deps, context: PageContext, who: Visitor): Promise<Response> {
  const code = await codeIn(deps, context);
  const proven = await enterCode(deps, { ...who, code });
  return proven.ok ? seeOther("/account") : refusal(deps, context, who, proven.failure);
}

async function renew(deps: Deps, context: PageContext, who: Visitor): Promise<Response> {
  const renewed = await renewBackupCodes(deps, who);
  if (renewed.ok) return show(deps, context, backupCodesPage, renewed.value);
  return refusal(deps, context, who, renewed.failure);
}

async function remove(deps: Deps, context: PageContext, who: Visitor): Promise<Response> {
  const removed = await removeOwnSecondFactor(deps.platform.database, who, who.actor);
  return removed.ok ? seeOther(PAGE) : refusal(deps, context, who, removed.failure);
}

async function refusal(deps: Deps, context: PageContext, who: Visitor, failure: Failure) {
  const found = await findSecondFactor(deps.platform.database, who);
  context.status(failure.kind.status);
  return show(deps, context, secondFactorPage, found, problemOf(failure));
}

/** A form without a usable code is a wrong code. */
async function codeIn(deps: Deps, context: PageContext): Promise<string> {
  const form = codeSchema.safeParse(await formOf(deps, context));
  return form.success ? form.data.code : "-";
}

function problemOf({ kind }: Failure): SecondFactorProblem {
  if (kind === accountFailures.second_factor_wrong) return "wrong";
  return kind === accountFailures.too_many_requests ? "tooMany" : "refused";
}
