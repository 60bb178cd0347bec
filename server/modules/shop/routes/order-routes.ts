import type { Result } from "../../../platform/failure.ts";
import type { Router } from "../../../platform/http/router.ts";
import { isUuid } from "../../../platform/ids.ts";
import { readForm, type SentForm } from "../../../platform/pages/forms.ts";
import { privatePage, seeOther } from "../../../platform/pages/page-response.ts";
import { type PageView, viewPage } from "../../../platform/pages/page-view.ts";
import { readCheckout } from "../pages/checkout-form.ts";
import { foreignFormPage } from "../pages/not-there-page.ts";
import { orderPage, type OrderNote } from "../pages/order-page.ts";
import { cancelOrderPage, ordersPage } from "../pages/orders-page.ts";
import { findShownOrder, listShownOrders } from "../queries/find-shown-order.ts";
import {
  type AskingFan,
  findAskingFan,
  findSaleForFan,
  hasAccount,
  signInFirst,
  viewForFan,
} from "./fan-requests.ts";
import { answerNotThere } from "./public-pages.ts";
import { plainScript, type ShopContext } from "./shop-context.ts";

/** A fan's orders: looking, paying, cancelling. */
export function addOrderRoutes(router: Router, context: ShopContext): void {
  const shelf = (saleId: string) => findSaleForFan(context, saleId);
  router.get("/orders", (c) =>
    withFan(context, c.req.raw, "/orders", async (fan, view) => {
      const before = c.req.query("before");
      const page = { before: before !== undefined && isUuid(before) ? before : undefined };
      const { orders, next } = await listShownOrders(context, shelf, fan.fanId, page);
      return ordersPage(view, orders, next, await plainScript());
    }),
  );
  router.get("/orders/:id", (c) =>
    answerOrder(context, c.req.raw, orderIn(c.req.param("id"), c.req.query("sale")), {}),
  );
  router.get("/orders/:id/cancel", (c) => {
    const { id, saleId } = orderIn(c.req.param("id"), c.req.query("sale"));
    const path = orderPath(id, saleId, "/cancel");
    return withFan(context, c.req.raw, path, (_fan, view) =>
      Promise.resolve(cancelOrderPage(view, id, saleId)),
    );
  });
  router.post("/orders/:id/cancel", (c) =>
    changeOrder(context, c.req.raw, c.req.param("id"), async ({ id, saleId }, fan) => {
      const cancelled = await context.orders.cancelOrder(id, fan.fanId);
      const isUnknown = !cancelled.ok && cancelled.failure.kind.code === "order_not_found";
      // The order is made from the log a moment after its claim, which can be let go already.
      return isUnknown ? context.sales.releaseClaim(saleId, fan.fanId, id) : cancelled;
    }),
  );
  router.post("/orders/:id/abandonments", (c) =>
    changeOrder(context, c.req.raw, c.req.param("id"), (_order, fan, form) =>
      context.orders.abandonPayment(form.text("payment").slice(0, 40), fan.fanId),
    ),
  );
  router.post("/orders/:id/payments", (c) =>
    changeOrder(context, c.req.raw, c.req.param("id"), (order, fan, form, view) =>
      pay(context, order, fan, form, view),
    ),
  );
}

/** An order's id, and its sale's, by which it is found before the order stands in a table. */
interface OrderKey {
  readonly id: string;
  readonly saleId: string;
}

function orderIn(id: string, saleId: string | undefined): OrderKey {
  const known = (text: string) => (isUuid(text) ? text : "");
  return { id: known(id), saleId: known(saleId ?? "") };
}

function orderPath(id: string, saleId: string, more = ""): string {
  return `/orders/${id}${more}${saleId === "" ? "" : `?sale=${saleId}`}`;
}

interface OrderAnswer {
  readonly status?: number;
  readonly note: OrderNote;
}

async function pay(
  context: ShopContext,
  { id: claimId, saleId }: OrderKey,
  { fanId }: AskingFan,
  form: SentForm,
  view: PageView,
): Promise<Result<unknown> | Response | OrderAnswer> {
  const { orders } = context;
  const checkout = await orders.findCheckout(saleId, fanId);
  if (!checkout.ok) return checkout;
  const sent = readCheckout(form, view, checkout.value, { terms: true });
  const { details } = sent;
  if (details === undefined || details.delivery === null) {
    return { status: 422, note: { problem: "form", sent } };
  }
  const refused = (code: string, status: number) => ({ status, note: { problem: code, sent } });
  if (details.rememberAddress && !(await hasAccount(context, fanId))) {
    return refused("account_gone", 409);
  }
  const kept = await orders.saveCheckout(saleId, fanId, details);
  if (!kept.ok) return refused(kept.failure.kind.code, kept.failure.kind.status);
  const { delivery, currency, termsVersion, marketingConsent } = details;
  const started = await orders.startPayment(
    { saleId, claimId, fanId },
    {
      method: sent.values.method,
      delivery,
      marketingConsent,
      currency: currency ?? undefined,
      termsVersion: termsVersion ?? undefined,
    },
  );
  if (!started.ok) return refused(started.failure.kind.code, started.failure.kind.status);
  const { state, redirectUrl } = started.value.payment;
  if (state === "pending" && redirectUrl !== null) return seeOther(redirectUrl);
  return started;
}

/** What a form of an order's page asks for; who does not succeed sees the page with the reason. */
async function changeOrder(
  context: ShopContext,
  request: Request,
  id: string,
  change: (
    order: OrderKey,
    fan: AskingFan,
    form: SentForm,
    view: PageView,
  ) => Promise<Result<unknown> | Response | OrderAnswer>,
): Promise<Response> {
  const form = await readForm(request, context.ownOrigin);
  const order = orderIn(id, form?.text("sale"));
  const path = orderPath(order.id, order.saleId);
  if (form === undefined) {
    const stranger = viewPage(request, context.platform.brand, { path });
    const page = foreignFormPage(stranger);
    return privatePage(request, stranger, page, { status: 403, secure: context.secure });
  }
  const fan = await findAskingFan(context, request);
  if (fan === undefined) return signInFirst(path);
  const view = await viewForFan(context, request, fan, path);
  const outcome = await change(order, fan, form, view);
  if (outcome instanceof Response) return outcome;
  if ("note" in outcome) return answerOrder(context, request, order, outcome);
  if (outcome.ok) return seeOther(path, fan.setCookie);
  const { code, status } = outcome.failure.kind;
  return answerOrder(context, request, order, { status, note: { problem: code } });
}

async function answerOrder(
  context: ShopContext,
  request: Request,
  { id, saleId }: OrderKey,
  { status, note = {} }: Partial<OrderAnswer>,
): Promise<Response> {
  const path = orderPath(id, saleId);
  const find = (fan: AskingFan) =>
    findShownOrder(context, (sale) => findSaleForFan(context, sale), fan.fanId, { id, saleId });
  return withFan(
    context,
    request,
    path,
    async (fan, view) => {
      const shown = await find(fan);
      return shown === undefined ? undefined : orderPage(view, shown, note, await plainScript());
    },
    status,
  );
}

/** A page of the fan who is signed in; undefined where there is no such page for this fan. */
export async function withFan(
  context: ShopContext,
  request: Request,
  path: string,
  make: (fan: AskingFan, view: PageView) => Promise<Parameters<typeof privatePage>[2] | undefined>,
  status?: number,
): Promise<Response> {
  const fan = await findAskingFan(context, request);
  if (fan === undefined) return signInFirst(viewPage(request, context.platform.brand).link(path));
  const view = await viewForFan(context, request, fan, path);
  const page = await make(fan, view);
  if (page === undefined) return answerNotThere(context, request, view);
  const { secure } = context;
  return privatePage(request, view, page, { status, setCookie: fan.setCookie, secure });
}
