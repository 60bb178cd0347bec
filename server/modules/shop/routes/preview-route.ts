import type { MiddlewareHandler } from "hono";
import type { Router } from "../../../platform/http/router.ts";
import { privatePage, seeOther } from "../../../platform/pages/page-response.ts";
import { viewPage } from "../../../platform/pages/page-view.ts";
import type { OperatorEnv } from "../../accounts/index.ts";
import { previewPage } from "../pages/preview-page.ts";
import { findDraftToShow, findProductsOf } from "../queries/find-shown-sale.ts";
import { signInFirst } from "./fan-requests.ts";
import { answerNotThere } from "./public-pages.ts";
import { plainScript, type ShopContext } from "./shop-context.ts";

/** The page of a draft, for the operators who write it. */
export function addPreviewRoute(router: Router, context: ShopContext): void {
  router.get("/sales/:id/preview", operatorsOnly(context), async (c) => {
    const saleId = c.req.param("id");
    const request = c.req.raw;
    const view = viewPage(request, context.platform.brand);
    const draft = await findDraftToShow(context, saleId);
    if (draft === undefined) {
      const published = await context.sales.forPages.findSale(saleId);
      if (published === undefined) return answerNotThere(context, request, view);
      return seeOther(view.link(`/sales/${saleId}`));
    }
    const nowMs = context.platform.clock.wallMs();
    const products = await findProductsOf(context, draft);
    const page = previewPage(view, { sale: draft, products }, nowMs, await plainScript());
    return privatePage(request, view, page, { secure: context.secure });
  });
}

/** As the guard of the API, but answers as pages do: to sign in first, or that nothing is there. */
function operatorsOnly(context: ShopContext): MiddlewareHandler<OperatorEnv> {
  const guard = context.accounts.requireOperator("sales:write");
  return async (c, next) => {
    const refused = await guard(c, next);
    if (!(refused instanceof Response)) return undefined;
    if (refused.status === 401) return signInFirst(new URL(c.req.url).pathname);
    const view = viewPage(c.req.raw, context.platform.brand);
    return answerNotThere(context, c.req.raw, view);
  };
}
