import type { Context } from "hono";
import type { HttpEnv, Router } from "../../../platform/http/router.ts";
import { isLocale } from "../../../platform/locales.ts";
import { languageCookie } from "../../../platform/pages/language.ts";
import type { PageContent } from "../../../platform/pages/layout.ts";
import {
  pageBytes,
  privatePage,
  publicPage,
  seeOther,
} from "../../../platform/pages/page-response.ts";
import { type PageView, viewPage } from "../../../platform/pages/page-view.ts";
import type { NowDocument } from "../../sales/index.ts";
import { homePage } from "../pages/home-page.ts";
import { notTherePage } from "../pages/not-there-page.ts";
import { salePage } from "../pages/sale-page.ts";
import type { SaleMoment } from "../pages/sale-state.ts";
import {
  findProductsOf,
  findShownSale,
  listShownSales,
  type ShownSale,
} from "../queries/find-shown-sale.ts";
import { saleScript, type ShopContext } from "./shop-context.ts";

/** Any cache may keep a public page so long: about as long as `now`. */
const MAX_AGE_SECONDS = 2;

/** The pages that are the same for everybody, and the choice of a language. */
export function addPublicPages(router: Router, context: ShopContext): void {
  router.get("/", (c) =>
    answerPublic(context, c, "home", async (view) => {
      const sales = await listShownSales(context);
      const moments = sales.map((sale) => momentOf(context, sale, undefined));
      const { items } = await context.catalogue.listProducts({ state: "active", limit: 100 });
      // The newest first: what a brand makes now is what it is known for.
      const content = { sales: moments, products: items.toReversed() };
      return homePage(view, content, await saleScript());
    }),
  );
  router.get("/sales", (c) => c.redirect("/", 303));
  router.get("/sales/:id", (c) =>
    answerPublic(context, c, `sale ${c.req.param("id")}`, async (view) => {
      const sale = await findShownSale(context, c.req.param("id"));
      if (sale === undefined) return undefined;
      const now = await context.sales.forPages.findNow(sale.id);
      const document = now.ok ? now.value : undefined;
      const products = await findProductsOf(context, sale);
      const moment = momentOf(context, sale, document);
      return salePage(view, { moment, now: document, products }, await saleScript());
    }),
  );
  router.get("/language", (c) => {
    const asked = c.req.query("lang");
    const next = localPath(c.req.query("next"));
    if (!isLocale(asked)) return seeOther(next);
    return seeOther(next, [languageCookie(asked, context.secure)]);
  });
}

/** Only a path of this site: `//host` and `/\host` are other sites to a browser. */
function localPath(next: string | undefined): string {
  const isLocal = next !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(next);
  return isLocal ? next.slice(0, 1024) : "/";
}

export function momentOf(
  { platform }: Pick<ShopContext, "platform">,
  sale: ShownSale,
  now: NowDocument | undefined,
): SaleMoment {
  return {
    sale,
    // `now` names the same states, as its module writes them.
    state: (now?.state as ShownSale["state"] | undefined) ?? sale.state,
    isSoldOut: now?.soldOut === true && now.final,
    nowMs: platform.clock.wallMs(),
  };
}

export async function answerPublic(
  context: ShopContext,
  c: Context<HttpEnv>,
  name: string,
  make: (view: PageView) => Promise<PageContent | undefined>,
): Promise<Response> {
  // What the query says besides the language is nothing to a public page.
  const url = new URL(c.req.url);
  const lang = url.searchParams.get("lang");
  url.search = lang === null ? "" : `?${new URLSearchParams({ lang }).toString()}`;
  const request = c.req.raw;
  const { brand } = context.platform;
  const view = viewPage({ url: url.href, headers: request.headers }, brand);
  const from = view.from === "address" ? "address" : "";
  const key = `${view.brand.version} ${view.locale} ${from} ${name}`;
  const bytes = await context.publicPages.get(key, async () => {
    const page = await make(view);
    return page === undefined ? undefined : pageBytes(view, page);
  });
  if (bytes === undefined) return answerNotThere(context, request, view);
  return publicPage(request, view, bytes, MAX_AGE_SECONDS);
}

export function answerNotThere(
  { secure }: Pick<ShopContext, "secure">,
  request: Request,
  view: PageView,
): Promise<Response> {
  return privatePage(request, view, notTherePage(view), { status: 404, secure });
}
