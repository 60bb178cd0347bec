import { crowdRoute, type CrowdRoute } from "../../../platform/http/crowd-chain.ts";
import { readForm, type SentForm } from "../../../platform/pages/forms.ts";
import { seeOther } from "../../../platform/pages/page-response.ts";
import { type ClaimFormState, QUANTITY_FIELD } from "../pages/claim-form.ts";
import { findSaleForFan } from "./fan-requests.ts";
import type { ShopContext } from "./shop-context.ts";
import { answerWaiting } from "./waiting-routes.ts";

/** As `POST /api/v1/sales/{saleId}/claims` takes. */
const LINES_MOST = 20;

/** Failures that say what is wrong with the form, for which the fan gets it back at once. */
const FORM_FAILURES = new Set(["quantity_too_large", "unknown_variant"]);

/**
 * `POST /sales/{id}/claim`: the crowd's way to a claim for browsers, with or without a script. It
 * rests on the pass in its cookie alone, and sends everybody on to the waiting page, which says
 * what became of it.
 */
export function claimFormRoute(context: ShopContext): CrowdRoute {
  const route = { method: "POST", path: "/:id/claim" } as const;
  const { forPages } = context.sales;
  return crowdRoute("claim form", route, forPages.crowdDeps, async (request, saleId) => {
    const form = await readForm(request, context.ownOrigin);
    if (form === undefined) {
      const note = { problem: "foreign_origin" };
      return answerWaiting(context, request, saleId, { status: 403, note });
    }
    const read = await readLines(context, saleId, form);
    if (!read.ok) {
      const note = { problem: "form", claimForm: read.form };
      return answerWaiting(context, request, saleId, { status: 422, note });
    }
    const claimed = await forPages.claimWithPass(request, saleId, read.lines);
    const waiting = `/sales/${encodeURIComponent(saleId)}/waiting`;
    if (claimed.ok) return seeOther(waiting);
    const { code, status } = claimed.failure.kind;
    if (FORM_FAILURES.has(code)) {
      return answerWaiting(context, request, saleId, { status, note: { problem: code } });
    }
    return seeOther(`${waiting}?${new URLSearchParams({ problem: code }).toString()}`);
  });
}

type ReadLines =
  | {
      readonly ok: true;
      readonly lines: readonly { readonly variantId: string; readonly quantity: number }[];
    }
  | { readonly ok: false; readonly form: ClaimFormState };

async function readLines(context: ShopContext, saleId: string, form: SentForm): Promise<ReadLines> {
  const sent = form.entries
    .filter(([name]) => name.startsWith(QUANTITY_FIELD))
    .slice(0, LINES_MOST)
    .map(([name, text]) => [name.slice(QUANTITY_FIELD.length), text.trim()] as const);
  const quantities = Object.fromEntries(sent);
  const sale = await findSaleForFan(context, saleId);
  const limits = new Map(sale?.variants.map((variant) => [variant.id, variant.claimLimit]));
  const isRight = ([id, text]: readonly [string, string]) =>
    /^\d{1,5}$/.test(text) && Number(text) <= (limits.get(id) ?? Number.MAX_SAFE_INTEGER);
  const wrong = Object.entries(quantities).filter((entry) => !isRight(entry));
  const lines = Object.entries(quantities)
    .map(([variantId, text]) => ({ variantId, quantity: Number(text) }))
    .filter(({ quantity }) => quantity > 0);
  if (wrong.length === 0 && lines.length > 0) return { ok: true, lines };
  return { ok: false, form: { quantities, wrong: wrong.map(([id]) => id) } };
}
