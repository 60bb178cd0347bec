import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../platform/http/problem.ts";
import { formFailures, jsonAnswer, refuse } from "../../platform/http/route-parts.ts";
import { createRouter, type Router } from "../../platform/http/router.ts";
import type { OutboxMail } from "../../platform/mail/outbox.ts";
import type { Platform } from "../../platform/platform.ts";
import { type Accounts, guardFailures } from "../accounts/index.ts";
import { retryMail } from "./commands/retry-mail.ts";
import { noticeFailures as failures } from "./failures.ts";
import { mailFiguresSchema, mailParams, mailsQuery, mailsSchema } from "./schema.ts";

const tags = ["The mail outbox"];

/** `/mails`: what has been mailed to whom, and what could not be. */
export function createMailRouter(platform: Platform, accounts: Accounts): Router {
  const router = createRouter();
  const { outbox } = platform.mail;
  const readers = accounts.requireOperator("mails:read");
  const list = createRoute({
    tags,
    method: "get",
    path: "/",
    summary: "Mails of the last 90 days, the newest first, without their texts",
    middleware: readers,
    request: { query: mailsQuery },
    responses: {
      200: jsonAnswer("One page", mailsSchema),
      ...problemResponses(...formFailures, ...guardFailures),
    },
  });
  const count = createRoute({
    tags,
    method: "get",
    path: "/figures",
    summary: "How many mails wait, left in the last 24 hours, and failed",
    middleware: readers,
    responses: {
      200: jsonAnswer("Now", mailFiguresSchema),
      ...problemResponses(...guardFailures),
    },
  });
  const retry = createRoute({
    tags,
    method: "post",
    path: "/{mailId}/retries",
    summary: "Try a mail once more that was given up",
    middleware: accounts.requireOperator("mails:retry"),
    request: { params: mailParams },
    responses: {
      204: { description: "It is in the queue again" },
      ...problemResponses(
        ...formFailures,
        ...guardFailures,
        failures.mail_not_found,
        failures.mail_not_failed,
        failures.mail_not_set_up,
      ),
    },
  });
  router.openapi(list, async (c) => {
    const { state, recipient, cursor, limit } = c.req.valid("query");
    const found = await outbox.list({ state, recipient, before: cursor, limit: limit + 1 });
    const mails = found.slice(0, limit);
    const nextCursor = found.length > limit ? (mails.at(-1)?.id ?? null) : null;
    return c.json({ items: mails.map(presentMail), nextCursor }, 200);
  });
  router.openapi(count, async (c) =>
    c.json({ isSetUp: outbox.isSetUp, ...(await outbox.count()) }, 200),
  );
  router.openapi(retry, async (c) => {
    const { operator, requestId } = c.var;
    const { mailId } = c.req.valid("param");
    const retried = await retryMail(platform, accounts, mailId, { operator, requestId });
    return retried.ok ? c.body(null, 204) : refuse(retried.failure, requestId);
  });
  return router;
}

function presentMail(mail: OutboxMail) {
  return {
    ...mail,
    recordedAt: mail.recordedAt.toISOString(),
    sentAt: mail.sentAt?.toISOString() ?? null,
  };
}
