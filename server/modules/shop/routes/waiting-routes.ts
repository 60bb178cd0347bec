import type { Router } from "../../../platform/http/router.ts";
import type { Result } from "../../../platform/failure.ts";
import { readForm, type SentForm } from "../../../platform/pages/forms.ts";
import { privatePage, seeOther } from "../../../platform/pages/page-response.ts";
import { viewPage } from "../../../platform/pages/page-view.ts";
import { APPEAL_CHARACTERS } from "../pages/bar-section.ts";
import { leavePage } from "../pages/leave-page.ts";
import { type Clause } from "../pages/register-form.ts";
import { isKnownProblem } from "../pages/problem-texts.ts";
import { type WaitingNote, waitingPage } from "../pages/waiting-page.ts";
import { findOwnSale } from "../queries/find-own-sale.ts";
import {
  type AskingFan,
  findAskingFan,
  findSaleForFan,
  signInFirst,
  viewForFan,
} from "./fan-requests.ts";
import { answerNotThere } from "./public-pages.ts";
import { saleScript, type ShopContext } from "./shop-context.ts";

/** A fan's own page of a sale, and what its forms send. */
export function addWaitingRoutes(router: Router, context: ShopContext): void {
  router.get("/sales/:id/waiting", (c) => {
    const problem = c.req.query("problem");
    const note = {
      problem: isKnownProblem(problem) ? problem : undefined,
      hasLeft: c.req.query("notice") === "left",
    };
    return answerWaiting(context, c.req.raw, c.req.param("id"), { note });
  });
  // Where a form was sent to is no page; who goes back to it sees what became of it.
  for (const form of ["claim", "registrations", "appeals"]) {
    router.get(`/sales/:id/${form}`, (c) =>
      seeOther(`/sales/${encodeURIComponent(c.req.param("id"))}/waiting`),
    );
  }
  router.get("/sales/:id/leave", (c) => answerLeaving(context, c.req.raw, c.req.param("id")));
  router.post("/sales/:id/registrations", (c) =>
    changeStanding(context, c.req.raw, c.req.param("id"), async (saleId, fan, form) => {
      const proof = form.text("proof");
      const from = { headers: c.req.raw.headers, clientAddress: c.var.clientAddress };
      const registered = await context.sales.forPages.register(saleId, fan.fanId, proof, from);
      const needsLink = !registered.ok && registered.failure.kind.code === "proof_of_work_needed";
      if (!needsLink) return registered;
      // A browser without a script cannot compute: the mailbox answers for it.
      const mailed = await context.sales.forPages.mailRegistrationLink(saleId, fan.fanId);
      return mailed.ok ? seeOther(`/sales/${saleId}/registration-links`) : mailed;
    }),
  );
  router.post("/sales/:id/leave", (c) =>
    changeStanding(context, c.req.raw, c.req.param("id"), async (saleId, fan) => {
      const left = await context.sales.forPages.leave(saleId, fan.fanId);
      return left.ok ? seeOther(`/sales/${saleId}/waiting?notice=left`, fan.setCookie) : left;
    }),
  );
  router.post("/sales/:id/appeals", (c) =>
    changeStanding(context, c.req.raw, c.req.param("id"), async (saleId, fan, form) => {
      const text = form.text("text").replaceAll("\r\n", "\n");
      const { least, most } = APPEAL_CHARACTERS;
      // Text that PostgreSQL or its readers cannot bear counts as none.
      const isTaken = text.length >= least && text.length <= most && !/[\0\p{Cs}]/u.test(text);
      if (!isTaken) return { status: 422, note: { appeal: text.slice(0, most) } };
      return context.sales.forPages.appeal(saleId, fan.fanId, text);
    }),
  );
}

interface WaitingAnswer {
  readonly status?: number;
  readonly note: WaitingNote;
}

/**
 * What a form of the waiting page asks for, by a fan who is signed in and from a page of ours. Who
 * succeeds is sent back to the page; who does not sees it with the reason.
 */
async function changeStanding(
  context: ShopContext,
  request: Request,
  saleId: string,
  change: (
    saleId: string,
    fan: AskingFan,
    form: SentForm,
  ) => Promise<Result<unknown> | Response | WaitingAnswer>,
): Promise<Response> {
  const form = await readForm(request, context.ownOrigin);
  if (form === undefined) {
    const note = { problem: "foreign_origin" };
    return answerWaiting(context, request, saleId, { status: 403, note });
  }
  const fan = await findAskingFan(context, request);
  if (fan === undefined) return signInFirst(`/sales/${saleId}/waiting`);
  const outcome = await change(saleId, fan, form);
  if (outcome instanceof Response) return outcome;
  if ("note" in outcome) return answerWaiting(context, request, saleId, outcome);
  if (outcome.ok) return seeOther(`/sales/${saleId}/waiting`, fan.setCookie);
  const { kind } = outcome.failure;
  if (kind.code === "sale_not_found") {
    return answerNotThere(context, request, viewPage(request, context.platform.brand));
  }
  // Only `not_eligible` brings it, in this form.
  const missing = outcome.failure.extra?.["missing"] as readonly Clause[] | undefined;
  const note = { problem: kind.code, missing };
  const answer = { status: kind.status, note };
  return answerWaiting(context, request, saleId, answer);
}

/** The waiting page, to the fan who is signed in; it brings the pass for the claim's form. */
export async function answerWaiting(
  context: ShopContext,
  request: Request,
  saleId: string,
  { status, note }: WaitingAnswer,
): Promise<Response> {
  const { platform, sales, secure } = context;
  const path = `/sales/${encodeURIComponent(saleId)}/waiting`;
  const stranger = viewPage(request, platform.brand, { path });
  const sale = await findSaleForFan(context, saleId);
  if (sale === undefined) return answerNotThere(context, request, stranger);
  const fan = await findAskingFan(context, request);
  if (fan === undefined) return signInFirst(stranger.link(path));
  const view = await viewForFan(context, request, fan, path);
  const own = await findOwnSale(sales, sale, fan.fanId, platform.clock.wallMs());
  if (!own.ok) return answerNotThere(context, request, view);
  const { place } = own.value.standing;
  const pass =
    place === undefined ? [] : [sales.forPages.passCookie(place, `/sales/${sale.id}/claim`)];
  const page = waitingPage(view, own.value, note, await saleScript());
  return privatePage(request, view, page, {
    status,
    setCookie: [...fan.setCookie, ...pass],
    secure,
  });
}

async function answerLeaving(
  context: ShopContext,
  request: Request,
  saleId: string,
): Promise<Response> {
  const path = `/sales/${encodeURIComponent(saleId)}/leave`;
  const stranger = viewPage(request, context.platform.brand, { path });
  const sale = await findSaleForFan(context, saleId);
  if (sale === undefined) return answerNotThere(context, request, stranger);
  const fan = await findAskingFan(context, request);
  if (fan === undefined) return signInFirst(stranger.link(path));
  const view = await viewForFan(context, request, fan, path);
  const { secure } = context;
  return privatePage(request, view, leavePage(view, sale), { setCookie: fan.setCookie, secure });
}
