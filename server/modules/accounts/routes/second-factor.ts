import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { bodyFailures, jsonAnswer, jsonBody } from "../../../platform/http/route-parts.ts";
import { createRouter, type Router } from "../../../platform/http/router.ts";
import { beginEnrolment } from "../commands/begin-enrolment.ts";
import type { SecondFactorDeps } from "../commands/check-code.ts";
import { confirmEnrolment } from "../commands/confirm-enrolment.ts";
import { enterCode } from "../commands/enter-code.ts";
import { removeOwnSecondFactor } from "../commands/remove-second-factor.ts";
import { renewBackupCodes } from "../commands/renew-backup-codes.ts";
import { accountFailures as f } from "../failures.ts";
import { findSecondFactor } from "../queries/find-second-factor.ts";
import { backupCodesSchema, codeSchema, enrolmentSchema, secondFactorSchema } from "../schema.ts";
import { type GuardDeps, requireStaff } from "../sessions/guards.ts";
import { refuse } from "../sessions/refuse.ts";

export type SecondFactorRouteDeps = GuardDeps & SecondFactorDeps;

/** An operator's own second factor: set it up, enter a code, give it up. */
export function createSecondFactorRouter(deps: SecondFactorRouteDeps): Router {
  const router = createRouter();
  const { database, config } = deps.platform;
  const common = { tags: ["Accounts"], middleware: requireStaff(deps) };
  const staffOnly = [f.not_signed_in, f.foreign_origin, f.operators_only];
  const ofCodes = [f.second_factor_not_set_up, f.second_factor_wrong, f.too_many_requests];
  const body = { body: jsonBody(codeSchema) };

  const find = createRoute({
    ...common,
    method: "get",
    path: "/",
    summary: "Whether a second factor is set up, asked for, and proven in this session",
    responses: {
      200: jsonAnswer("How it stands", secondFactorSchema),
      ...problemResponses(f.not_signed_in, f.operators_only),
    },
  });
  const begin = createRoute({
    ...common,
    method: "post",
    path: "/enrolments",
    summary: "The secret for an app, until its first code confirms it",
    responses: {
      200: jsonAnswer("For the app", enrolmentSchema),
      ...problemResponses(...staffOnly, f.second_factor_exists, f.second_factor_missing),
    },
  });
  const confirm = createRoute({
    ...common,
    method: "post",
    path: "/confirmations",
    summary: "Confirm the app by its first code",
    request: body,
    responses: {
      200: jsonAnswer("Codes for paper, shown only now", backupCodesSchema),
      ...problemResponses(...staffOnly, ...ofCodes, ...bodyFailures, f.second_factor_missing),
    },
  });
  const prove = createRoute({
    ...common,
    method: "post",
    path: "/proofs",
    summary: "Prove it in this session by a code of the app or from paper; each counts once",
    request: body,
    responses: {
      204: { description: "Proven for as long as this session lasts" },
      ...problemResponses(...staffOnly, ...ofCodes, ...bodyFailures),
    },
  });
  const renew = createRoute({
    ...common,
    method: "post",
    path: "/backup-codes",
    summary: "New codes for paper; the ones before count no more",
    responses: {
      200: jsonAnswer("Shown only now", backupCodesSchema),
      ...problemResponses(...staffOnly, f.second_factor_not_set_up, f.second_factor_missing),
    },
  });
  const remove = createRoute({
    ...common,
    method: "delete",
    path: "/",
    summary: "Give the own second factor up, in a session that has proven it",
    responses: {
      204: { description: "Removed; no session of the account is proven any more" },
      ...problemResponses(...staffOnly, f.second_factor_not_set_up, f.second_factor_missing),
    },
  });

  router.openapi(find, async (context) => {
    const found = await findSecondFactor(database, context.var.holder);
    const { hasCodes, hasSecondFactor, isProven, backupCodesLeft } = found;
    const isRequired = config.requireSecondFactor || hasCodes;
    const isSetUp = hasSecondFactor;
    return context.json({ isRequired, isSetUp, hasCodes, isProven, backupCodesLeft }, 200);
  });
  router.openapi(begin, async (context) => {
    const { fan, holder, requestId } = context.var;
    const begun = await beginEnrolment(deps, holder);
    if (!begun.ok) return refuse(begun.failure, requestId);
    const secret = deps.codes.typedSecret(begun.value);
    return context.json({ secret, url: deps.codes.otpauthUrl(begun.value, fan.email) }, 200);
  });
  router.openapi(confirm, async (context) => {
    const { holder, operator, requestId } = context.var;
    const { code } = context.req.valid("json");
    const actor = { operator, requestId };
    const confirmed = await confirmEnrolment(deps, { ...holder, code }, actor);
    if (!confirmed.ok) return refuse(confirmed.failure, requestId);
    return context.json({ backupCodes: [...confirmed.value] }, 200);
  });
  router.openapi(prove, async (context) => {
    const { holder, requestId } = context.var;
    const { code } = context.req.valid("json");
    const proven = await enterCode(deps, { ...holder, code });
    return proven.ok ? context.body(null, 204) : refuse(proven.failure, requestId);
  });
  router.openapi(renew, async (context) => {
    const { holder, requestId } = context.var;
    const renewed = await renewBackupCodes(deps, holder);
    if (!renewed.ok) return refuse(renewed.failure, requestId);
    return context.json({ backupCodes: [...renewed.value] }, 200);
  });
  router.openapi(remove, async (context) => {
    const { holder, operator, requestId } = context.var;
    const removed = await removeOwnSecondFactor(database, holder, { operator, requestId });
    return removed.ok ? context.body(null, 204) : refuse(removed.failure, requestId);
  });
  return router;
}
