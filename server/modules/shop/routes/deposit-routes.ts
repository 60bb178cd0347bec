import type { Router } from "../../../platform/http/router.ts";
import { readForm, type SentForm } from "../../../platform/pages/forms.ts";
import { privatePage, seeOther } from "../../../platform/pages/page-response.ts";
import { viewPage } from "../../../platform/pages/page-view.ts";
import type { Result } from "../../../platform/failure.ts";
import type { Deposit } from "../../orders/index.ts";
import { depositAskedBy, depositPage } from "../pages/deposit-page.ts";
import { findOwnSale } from "../queries/find-own-sale.ts";
import {
  type AskingFan,
  findAskingFan,
  findSaleForFan,
  signInFirst,
  viewForFan,
} from "./fan-requests.ts";
import { answerNotThere } from "./public-pages.ts";
import { plainScript, type ShopContext } from "./shop-context.ts";

/** Where a fan pays the deposit that a sale asks for, sees how it stands, and takes it back. */
export function addDepositRoutes(router: Router, context: ShopContext): void {
  const { orders } = context;
  router.get("/sales/:id/deposit", (c) => answerDeposit(context, c.req.raw, c.req.param("id"), {}));
  router.get("/sales/:id/deposit/return", (c) => seeOther(pathOf(c.req.param("id"))));
  router.post("/sales/:id/deposit", (c) =>
    changeDeposit(context, c.req.raw, c.req.param("id"), async (saleId, fan, form) => {
      const method = form.text("method").slice(0, 100);
      const started = await orders.startDeposit(saleId, fan.fanId, method);
      return started.ok ? { ok: true, value: started.value.deposit } : started;
    }),
  );
  router.post("/sales/:id/deposit/return", (c) =>
    changeDeposit(context, c.req.raw, c.req.param("id"), (saleId, fan) =>
      orders.takeDepositBack(saleId, fan.fanId),
    ),
  );
}

function pathOf(saleId: string): string {
  return `/sales/${encodeURIComponent(saleId)}/deposit`;
}

/** Who does not succeed sees the page with the reason. */
async function changeDeposit(
  context: ShopContext,
  request: Request,
  saleId: string,
  change: (saleId: string, fan: AskingFan, form: SentForm) => Promise<Result<Deposit>>,
): Promise<Response> {
  const form = await readForm(request, context.ownOrigin);
  if (form === undefined) {
    return answerDeposit(context, request, saleId, { status: 403, problem: "foreign_origin" });
  }
  const fan = await findAskingFan(context, request);
  if (fan === undefined) return signInFirst(pathOf(saleId));
  const changed = await change(saleId, fan, form);
  if (!changed.ok) {
    const { status, code } = changed.failure.kind;
    return answerDeposit(context, request, saleId, { status, problem: code });
  }
  const { state, redirectUrl } = changed.value;
  const goesOn = state === "pending" && redirectUrl !== null;
  return seeOther(goesOn ? redirectUrl : pathOf(saleId), fan.setCookie);
}

/** Where nothing is asked, the fan's own page of the sale says how things stand. */
async function answerDeposit(
  context: ShopContext,
  request: Request,
  saleId: string,
  { status, problem }: { readonly status?: number; readonly problem?: string },
): Promise<Response> {
  const { orders, platform, sales, secure } = context;
  const path = pathOf(saleId);
  const stranger = viewPage(request, platform.brand, { path });
  const sale = await findSaleForFan(context, saleId);
  if (sale === undefined) return answerNotThere(context, request, stranger);
  const fan = await findAskingFan(context, request);
  if (fan === undefined) return signInFirst(stranger.link(path));
  const view = await viewForFan(context, request, fan, path);
  const asked = depositAskedBy(sale);
  if (asked === undefined) return seeOther(view.link(`/sales/${sale.id}/waiting`), fan.setCookie);
  const [own, deposit] = await Promise.all([
    findOwnSale(sales, sale, fan.fanId, platform.clock.wallMs()),
    orders.findDeposit(sale.id, fan.fanId),
  ]);
  if (!own.ok) return answerNotThere(context, request, view);
  const shown = { own: own.value, asked, deposit, provider: orders.provider };
  const page = depositPage(view, shown, problem, await plainScript());
  return privatePage(request, view, page, { status, setCookie: fan.setCookie, secure });
}
