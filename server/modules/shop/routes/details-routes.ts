import type { Router } from "../../../platform/http/router.ts";
import { readForm } from "../../../platform/pages/forms.ts";
import { seeOther } from "../../../platform/pages/page-response.ts";
import { readCheckout, type ReadCheckout } from "../pages/checkout-form.ts";
import { detailsPage } from "../pages/orders-page.ts";
import {
  findAskingFan,
  findSaleForFan,
  hasAccount,
  signInFirst,
  viewForFan,
} from "./fan-requests.ts";
import { withFan } from "./order-routes.ts";
import type { ShopContext } from "./shop-context.ts";

/** Delivery details that a fan fills in beforehand, so that the turn is for claiming and paying. */
export function addDetailsRoutes(router: Router, context: ShopContext): void {
  router.get("/sales/:id/details", (c) =>
    answerDetails(context, c.req.raw, c.req.param("id"), {
      isSaved: c.req.query("notice") === "saved",
    }),
  );
  router.post("/sales/:id/details", async (c) => {
    const request = c.req.raw;
    const saleId = c.req.param("id");
    const form = await readForm(request, context.ownOrigin);
    if (form === undefined) {
      return answerDetails(context, request, saleId, { status: 403, problem: "foreign_origin" });
    }
    const path = detailsPath(saleId);
    const fan = await findAskingFan(context, request);
    if (fan === undefined) return signInFirst(path);
    const checkout = await context.orders.findCheckout(saleId, fan.fanId);
    if (!checkout.ok) return answerDetails(context, request, saleId, {});
    const view = await viewForFan(context, request, fan, path);
    const sent = readCheckout(form, view, checkout.value, { terms: false });
    if (sent.details === undefined) {
      return answerDetails(context, request, saleId, { status: 422, problem: "form", sent });
    }
    if (sent.details.rememberAddress && !(await hasAccount(context, fan.fanId))) {
      return answerDetails(context, request, saleId, {
        status: 409,
        problem: "account_gone",
        sent,
      });
    }
    const saved = await context.orders.saveCheckout(saleId, fan.fanId, sent.details);
    if (saved.ok) return seeOther(`${path}?notice=saved`, fan.setCookie);
    const { code, status } = saved.failure.kind;
    return answerDetails(context, request, saleId, { status, problem: code, sent });
  });
}

function detailsPath(saleId: string): string {
  return `/sales/${encodeURIComponent(saleId)}/details`;
}

function answerDetails(
  context: ShopContext,
  request: Request,
  saleId: string,
  note: {
    readonly status?: number;
    readonly problem?: string;
    readonly sent?: ReadCheckout;
    readonly isSaved?: boolean;
  },
): Promise<Response> {
  return withFan(
    context,
    request,
    detailsPath(saleId),
    async (fan, view) => {
      const sale = await findSaleForFan(context, saleId);
      if (sale === undefined) return undefined;
      const checkout = await context.orders.findCheckout(sale.id, fan.fanId);
      return checkout.ok ? detailsPage(view, sale, checkout.value, note) : undefined;
    },
    note.status,
  );
}
