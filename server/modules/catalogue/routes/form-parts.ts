import { createRoute, z } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { bodyFailures, jsonAnswer, jsonBody } from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { renderMarkdown } from "../../../platform/pages/markdown.ts";
import { guardFailures, type Accounts } from "../../accounts/index.ts";
import { listCurrencies } from "../rules/currencies.ts";
import { currencyListSchema, descriptionPreviewSchema } from "../schema.ts";
import { notModified, replyPublic } from "./reply.ts";

const tags = ["Catalogue"];

/** What forms ask while somebody fills them in: a preview, and the currencies that there are. */
export function addFormParts(router: Router, accounts: Accounts): void {
  const preview = createRoute({
    tags,
    method: "post",
    path: "/description-previews",
    summary: "A description as fans will see it; nothing is kept",
    middleware: accounts.requireOperator("catalogue:write"),
    request: { body: jsonBody(descriptionPreviewSchema) },
    responses: {
      200: jsonAnswer("The same text", z.object({ html: z.string() })),
      ...problemResponses(...bodyFailures, ...guardFailures),
    },
  });
  const currencies = createRoute({
    tags,
    method: "get",
    path: "/currencies",
    summary: "Every currency in which something can be sold",
    responses: { 200: jsonAnswer("By their codes", currencyListSchema), 304: notModified },
  });

  router.openapi(preview, (context) => {
    const html = renderMarkdown(context.req.valid("json").text);
    return context.json({ html }, 200);
  });
  router.openapi(currencies, (context) =>
    replyPublic(context.req.header("if-none-match"), { items: listCurrencies() }),
  );
}
