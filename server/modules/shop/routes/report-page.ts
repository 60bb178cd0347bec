import type { Router } from "../../../platform/http/router.ts";
import { reportPage } from "../pages/report-page.ts";
import { findShownSale } from "../queries/find-shown-sale.ts";
import { answerPublic } from "./public-pages.ts";
import { plainScript, type ShopContext } from "./shop-context.ts";

/** The public report of a sale, and what it will be before the sale is over. */
export function addReportPage(router: Router, context: ShopContext): void {
  router.get("/sales/:id/report", (c) =>
    answerPublic(context, c, `report ${c.req.param("id")}`, async (view) => {
      const sale = await findShownSale(context, c.req.param("id"));
      if (sale === undefined) return undefined;
      const report = await context.sales.forPages.findReport(sale.id);
      return reportPage(view, sale, report.ok ? report.value : undefined, await plainScript());
    }),
  );
}
