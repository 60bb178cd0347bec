import type { Router } from "../../../platform/http/router.ts";
import { privatePage } from "../../../platform/pages/page-response.ts";
import { viewPage } from "../../../platform/pages/page-view.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import type { PageContent } from "../../../platform/pages/layout.ts";
import { linkMailedPage, linkPage } from "../pages/link-pages.ts";
import type { ShownSale } from "../queries/find-shown-sale.ts";
import { findAskingFan, findSaleForFan, isForeign } from "./fan-requests.ts";
import { answerNotThere } from "./public-pages.ts";
import type { ShopContext } from "./shop-context.ts";

interface LinkAnswer {
  readonly status?: number;
  readonly page: PageContent;
}

/**
 * The mailed link that registers where a sale asks for work that a browser cannot do. It needs no
 * session: whoever has the mailbox has the link.
 */
export function addLinkRoutes(router: Router, context: ShopContext): void {
  const { forPages } = context.sales;
  router.get("/sales/:id/registration-links", (c) =>
    answerLink(context, c.req.raw, c.req.param("id"), (sale, view) =>
      Promise.resolve({ page: linkMailedPage(view, sale) }),
    ),
  );
  router.get("/sales/:id/registration-links/:token", (c) => {
    const token = c.req.param("token").slice(0, 200);
    return answerLink(context, c.req.raw, c.req.param("id"), async (sale, view) => {
      const fan = await findAskingFan(context, c.req.raw);
      const read = forPages.readRegistrationLink(sale.id, token, fan?.fanId);
      if (read.ok) return { page: linkPage(view, sale, token, {}) };
      const { code, status } = read.failure.kind;
      return { status, page: linkPage(view, sale, token, { problem: code }) };
    });
  });
  router.post("/sales/:id/registration-links/:token", (c) => {
    const token = c.req.param("token").slice(0, 200);
    return answerLink(context, c.req.raw, c.req.param("id"), async (sale, view) => {
      if (isForeign(context, c.req.raw)) {
        return { status: 403, page: linkPage(view, sale, token, { problem: "foreign_origin" }) };
      }
      const fan = await findAskingFan(context, c.req.raw);
      const from = { headers: c.req.raw.headers, clientAddress: c.var.clientAddress };
      const registered = await forPages.registerByLink(sale.id, token, fan?.fanId, from);
      if (registered.ok) return { page: linkPage(view, sale, token, { isDone: true }) };
      const { code, status } = registered.failure.kind;
      return { status, page: linkPage(view, sale, token, { problem: code }) };
    });
  });
}

async function answerLink(
  context: ShopContext,
  request: Request,
  saleId: string,
  make: (sale: ShownSale, view: PageView) => Promise<LinkAnswer>,
): Promise<Response> {
  const view = viewPage(request, context.platform.brand);
  const sale = await findSaleForFan(context, saleId);
  if (sale === undefined) return answerNotThere(context, request, view);
  const { status, page } = await make(sale, view);
  return privatePage(request, view, page, { status, secure: context.secure });
}
