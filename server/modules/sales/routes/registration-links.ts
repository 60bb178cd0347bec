import { createRoute } from "@hono/zod-openapi";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { problemResponses } from "../../../platform/http/problem.ts";
import {
  bodyFailures,
  formFailures,
  jsonAnswer,
  jsonBody,
  refuse,
} from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { isUuid } from "../../../platform/ids.ts";
import { accountFailures } from "../../accounts/index.ts";
import { mailedLinkSchema, registrationSchema } from "../answer-schema.ts";
import { mailRegistrationLink, type MailedLink } from "../commands/mail-registration-link.ts";
import { readRegistrationLink, registerByLink } from "../commands/register-by-link.ts";
import { salesFailures as failures } from "../failures.ts";
import type { LineOfSale } from "../line/line.ts";
import { type RequestSource, signUpOrigin } from "../line/sign-up-tracer.ts";
import type { SalesContext } from "../sales-context.ts";
import { registrationLinkBody, saleParams } from "../schema.ts";
import type { FanReader } from "./fans.ts";

/** What pages do with the links that stand in for a proof of work. */
export interface RegistrationLinks {
  /** @returns as `POST …/registration-links` answers */
  mailRegistrationLink(saleId: string, fanId: string): Promise<Result<MailedLink>>;
  /**
   * For the page of a link, which must change nothing.
   * @returns `link_invalid`, `link_expired` or `link_of_another_fan`
   */
  readRegistrationLink(saleId: string, token: string, signedInFanId?: string): Result<unknown>;
  /** For that page's button. @returns as `POST …/linked-registrations` answers */
  registerByLink(
    saleId: string,
    token: string,
    signedInFanId: string | undefined,
    from: RequestSource,
  ): Promise<Result<void>>;
}

export function registrationLinks(context: SalesContext): RegistrationLinks {
  return {
    async mailRegistrationLink(saleId, fanId) {
      const line = await findLine(context, saleId);
      return line.ok ? mailRegistrationLink(context, line.value, fanId) : line;
    },
    readRegistrationLink: (saleId, token, signedInFanId) =>
      isUuid(saleId)
        ? readRegistrationLink(context, saleId, token, signedInFanId)
        : noSuchSale(saleId),
    async registerByLink(saleId, token, signedInFanId, { headers, clientAddress }) {
      const line = await findLine(context, saleId);
      if (!line.ok) return line;
      const origin = signUpOrigin(headers, clientAddress);
      const joined = await registerByLink(context, line.value, token, signedInFanId, origin);
      return joined.ok ? ok(undefined) : joined;
    },
  };
}

/** Links by mail, for browsers that cannot solve a challenge. */
export function addRegistrationLinkRoutes(
  router: Router,
  context: SalesContext,
  fans: FanReader,
): void {
  router.openapi(
    createRoute({
      tags: ["The line"],
      method: "post",
      path: "/{saleId}/registration-links",
      summary: "Mail the fan a link that registers in a sale with proof of work",
      description: "One mail in five minutes: asked again sooner, nothing more is sent.",
      middleware: context.accounts.requireFan(),
      request: { params: saleParams },
      responses: {
        202: jsonAnswer("The mail is on its way, or was sent a moment ago", mailedLinkSchema),
        ...problemResponses(
          ...formFailures,
          accountFailures.not_signed_in,
          accountFailures.foreign_origin,
          failures.sale_not_found,
          failures.sign_in_needed,
          failures.registration_not_open,
          failures.link_not_needed,
        ),
      },
    }),
    async (c) => {
      const line = await findLine(context, c.req.valid("param").saleId);
      if (!line.ok) return refuse(line.failure, c.var.requestId);
      const mailed = await mailRegistrationLink(context, line.value, c.var.fan.fanId);
      if (!mailed.ok) return refuse(mailed.failure, c.var.requestId);
      const { expiresAt, nextMailAt } = mailed.value;
      const body = { expiresAt: expiresAt.toISOString(), nextMailAt: nextMailAt.toISOString() };
      return c.json(body, 202);
    },
  );
  router.openapi(
    createRoute({
      tags: ["The line"],
      method: "post",
      path: "/{saleId}/linked-registrations",
      summary: "Register the fan to whom a link was mailed; no session is needed",
      request: { params: saleParams, body: jsonBody(registrationLinkBody) },
      responses: {
        200: jsonAnswer("The registration that stands", registrationSchema),
        201: jsonAnswer("Registered", registrationSchema),
        ...problemResponses(
          ...bodyFailures,
          failures.sale_not_found,
          failures.link_invalid,
          failures.link_expired,
          failures.link_of_another_fan,
          failures.registration_not_open,
          failures.registration_closing,
          failures.not_eligible,
        ),
      },
    }),
    async (c) => {
      const { requestId } = c.var;
      const line = await findLine(context, c.req.valid("param").saleId);
      if (!line.ok) return refuse(line.failure, requestId);
      // A session only says who is not meant, so one that a page elsewhere sent does not count.
      const signedIn = await fans.identify(c.req.raw);
      const fanId = signedIn.ok ? signedIn.value.session.fanId : undefined;
      const { token } = c.req.valid("json");
      const origin = signUpOrigin(c.req.raw.headers, c.var.clientAddress);
      const joined = await registerByLink(context, line.value, token, fanId, origin);
      if (!joined.ok) return refuse(joined.failure, requestId);
      const { number, registeredAt, latecomer, randomBytes, isNew } = joined.value;
      const body = {
        saleId: line.value.saleId,
        number,
        registeredAt: registeredAt.toISOString(),
        latecomer,
        randomBytes: randomBytes.toString("hex"),
      };
      return isNew ? c.json(body, 201) : c.json(body, 200);
    },
  );
}

async function findLine(context: SalesContext, saleId: string): Promise<Result<LineOfSale>> {
  const line = isUuid(saleId) ? await context.line.find(saleId) : undefined;
  return line === undefined ? noSuchSale(saleId) : ok(line);
}

function noSuchSale(saleId: string): Result<never> {
  return fail(failures.sale_not_found, `No sale has the id ${saleId.slice(0, 40)}.`);
}
