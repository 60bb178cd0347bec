import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import {
  bodyFailures,
  formFailures,
  jsonAnswer,
  jsonBody,
  refuse,
} from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { accountFailures, guardFailures } from "../../accounts/index.ts";
import { salesFailures } from "../../sales/index.ts";
import { startDeposit } from "../commands/start-deposit.ts";
import { takeDepositBack } from "../commands/take-deposit-back.ts";
import {
  depositBody,
  depositSchema,
  depositsOfSaleSchema,
  depositsQuery,
  presentDeposit,
} from "../deposits/deposit-schema.ts";
import { orderFailures as failures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import { listDepositsOfSale } from "../queries/list-deposits.ts";
import { saleParams } from "../schema.ts";

const tags = ["Deposits"];
const fanFailures = [accountFailures.not_signed_in, accountFailures.foreign_origin];

/** `/sales/{saleId}/deposits`: what some sales ask for before registering. It all comes back. */
export function addDepositRoutes(router: Router, context: OrdersContext): void {
  const { accounts, deposits, offers, platform } = context;
  const fansOnly = accounts.requireFan();
  const start = createRoute({
    tags,
    method: "post",
    path: "/sales/{saleId}/deposits",
    summary: "Pay the deposit that a sale asks for; asking again gives the deposit that stands",
    description:
      "Answers when it has gone as far as it goes at once: `captured` is paid, `pending` waits for the fan (`redirectUrl`) or a bank, and after `declined` or `capture_failed` another may be made. The whole of it comes back: when the fan takes it back or leaves the sale, is refused at its closing, has paid for an order, erases the account, or when the sale ends, is cancelled or is halted.",
    middleware: fansOnly,
    request: { params: saleParams, body: jsonBody(depositBody) },
    responses: {
      200: jsonAnswer("The deposit that stands", depositSchema),
      201: jsonAnswer("Made", depositSchema),
      ...problemResponses(
        ...bodyFailures,
        ...fanFailures,
        salesFailures.sale_not_found,
        salesFailures.registration_not_open,
        salesFailures.sale_halted,
        failures.payments_off,
        failures.method_unknown,
        failures.deposit_not_asked,
        failures.deposit_under_way,
        failures.too_many_deposits,
      ),
    },
  });
  const find = createRoute({
    tags,
    method: "get",
    path: "/sales/{saleId}/deposits/mine",
    summary: "The fan's own deposit for the sale: the live one, else the last",
    middleware: fansOnly,
    request: { params: saleParams },
    responses: {
      200: jsonAnswer("The deposit", depositSchema),
      ...problemResponses(
        ...formFailures,
        accountFailures.not_signed_in,
        failures.deposit_not_found,
      ),
    },
  });
  const takeBack = createRoute({
    tags,
    method: "delete",
    path: "/sales/{saleId}/deposits/mine",
    summary: "Take the own deposit back",
    description:
      "Eligibility is checked again when registration closes: who has registered and fulfils no other clause is then taken off the list. After the closing a registered fan's place rests on the deposit (`deposit_bound`); leaving the sale gives it back.",
    middleware: fansOnly,
    request: { params: saleParams },
    responses: {
      200: jsonAnswer("The deposit; `state` says how far back it is", depositSchema),
      ...problemResponses(
        ...formFailures,
        ...fanFailures,
        failures.deposit_not_found,
        failures.deposit_bound,
      ),
    },
  });
  const list = createRoute({
    tags,
    method: "get",
    path: "/sales/{saleId}/deposits",
    summary: "A sale's deposits, in the order in which they were begun",
    middleware: accounts.requireOperator("orders:read"),
    request: { params: saleParams, query: depositsQuery },
    responses: {
      200: jsonAnswer("One page", depositsOfSaleSchema),
      ...problemResponses(...formFailures, ...guardFailures, salesFailures.sale_not_found),
    },
  });
  router.openapi(start, async (c) => {
    const { saleId } = c.req.valid("param");
    const { method } = c.req.valid("json");
    const started = await startDeposit(context, saleId, c.var.fan.fanId, method);
    if (!started.ok) return refuse(started.failure, c.var.requestId);
    return c.json(presentDeposit(started.value.deposit), started.value.isNew ? 201 : 200);
  });
  router.openapi(find, async (c) => {
    const deposit = await deposits.store.findOfFan(c.req.valid("param").saleId, c.var.fan.fanId);
    if (deposit !== undefined) return c.json(presentDeposit(deposit), 200);
    const detail = "You have begun none for it.";
    return refuse({ kind: failures.deposit_not_found, detail }, c.var.requestId);
  });
  router.openapi(takeBack, async (c) => {
    const { saleId } = c.req.valid("param");
    const taken = await takeDepositBack(context, saleId, c.var.fan.fanId);
    if (!taken.ok) return refuse(taken.failure, c.var.requestId);
    return c.json(presentDeposit(taken.value), 200);
  });
  router.openapi(list, async (c) => {
    const { saleId } = c.req.valid("param");
    const { cursor, state, limit } = c.req.valid("query");
    if ((await offers.find(saleId)) === undefined) {
      const detail = `No sale has the id ${saleId}.`;
      return refuse({ kind: salesFailures.sale_not_found, detail }, c.var.requestId);
    }
    const page = { after: cursor, state, limit: limit + 1 };
    const found = await listDepositsOfSale(platform.database, saleId, page);
    const rows = found.slice(0, limit);
    const nextCursor = found.length > limit ? (rows.at(-1)?.id ?? null) : null;
    const items = rows.map((row) => {
      const { fanId, problem } = row;
      return { ...presentDeposit(row), fanId, problem };
    });
    return c.json({ items, nextCursor }, 200);
  });
}
