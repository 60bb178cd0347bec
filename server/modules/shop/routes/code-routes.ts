import { readForm } from "../../../platform/pages/forms.ts";
import { privatePage, seeOther } from "../../../platform/pages/page-response.ts";
import { viewPage } from "../../../platform/pages/page-view.ts";
import type { Router } from "../../../platform/http/router.ts";
import { CODE_CHARACTERS_MOST, type CodeNote, codePage, takesCodes } from "../pages/code-page.ts";
import { findOwnSale } from "../queries/find-own-sale.ts";
import { findAskingFan, findSaleForFan, signInFirst, viewForFan } from "./fan-requests.ts";
import { answerNotThere } from "./public-pages.ts";
import { plainScript, type ShopContext } from "./shop-context.ts";

/** Where a friend code is typed, and what becomes of it. */
export function addCodeRoutes(router: Router, context: ShopContext): void {
  router.get("/sales/:id/code", (c) => answerCode(context, c.req.raw, c.req.param("id"), {}));
  router.post("/sales/:id/code", async (c) => {
    const request = c.req.raw;
    const saleId = c.req.param("id");
    const form = await readForm(request, context.ownOrigin);
    if (form === undefined) {
      return answerCode(context, request, saleId, { status: 403, problem: "foreign_origin" });
    }
    const fan = await findAskingFan(context, request);
    if (fan === undefined) return signInFirst(pathOf(saleId));
    const typed = form.text("code").slice(0, CODE_CHARACTERS_MOST);
    // An empty field is an oversight and no guess.
    if (typed === "") {
      return answerCode(context, request, saleId, { status: 422, problem: "code_malformed" });
    }
    const asking = { fanId: fan.fanId, clientAddress: c.var.clientAddress };
    const redeemed = await context.sales.forPages.redeemCode(saleId, asking, typed);
    if (redeemed.ok) {
      return seeOther(`/sales/${encodeURIComponent(saleId)}/waiting`, fan.setCookie);
    }
    const { kind, retryAfterSeconds: waitSeconds } = redeemed.failure;
    const answer = { status: kind.status, problem: kind.code, typed, waitSeconds };
    return answerCode(context, request, saleId, answer);
  });
}

function pathOf(saleId: string): string {
  return `/sales/${encodeURIComponent(saleId)}/code`;
}

/** To whom a code is worth nothing, the fan's own page of the sale says how things stand. */
async function answerCode(
  context: ShopContext,
  request: Request,
  saleId: string,
  { status, ...note }: CodeNote & { readonly status?: number },
): Promise<Response> {
  const { platform, sales, secure } = context;
  const path = pathOf(saleId);
  const stranger = viewPage(request, platform.brand, { path });
  const sale = await findSaleForFan(context, saleId);
  if (sale === undefined) return answerNotThere(context, request, stranger);
  const fan = await findAskingFan(context, request);
  if (fan === undefined) return signInFirst(stranger.link(path));
  const view = await viewForFan(context, request, fan, path);
  const own = await findOwnSale(sales, sale, fan.fanId, platform.clock.wallMs());
  if (!own.ok) return answerNotThere(context, request, view);
  if (!takesCodes(own.value.stage)) {
    const waiting = `/sales/${sale.id}/waiting`;
    const { problem } = note;
    const query = problem === undefined ? "" : `?${new URLSearchParams({ problem }).toString()}`;
    return seeOther(view.link(`${waiting}${query}`), fan.setCookie);
  }
  const page = codePage(view, own.value, note, await plainScript());
  const { setCookie } = fan;
  const response = await privatePage(request, view, page, { status, setCookie, secure });
  if (note.waitSeconds !== undefined) {
    response.headers.set("retry-after", String(Math.ceil(note.waitSeconds)));
  }
  return response;
}
