import { comesFromOwnPage } from "../../../platform/pages/forms.ts";
import { seeOther } from "../../../platform/pages/page-response.ts";
import { type PageView, viewPage } from "../../../platform/pages/page-view.ts";
import type { FanId, FanSession } from "../../accounts/index.ts";
import { findShownSale, type ShownSale } from "../queries/find-shown-sale.ts";
import type { ShopContext } from "./shop-context.ts";

/** A signed-in fan, and cookies that renew the session. */
export interface AskingFan extends FanSession {
  readonly setCookie: readonly string[];
}

/** By the signed cookie alone where that is fresh, else by the database. */
export async function findAskingFan(
  { accounts }: ShopContext,
  request: Request,
): Promise<AskingFan | undefined> {
  const quick = accounts.readFanSession(request.headers.get("cookie") ?? undefined);
  if (quick !== undefined) return { ...quick, setCookie: [] };
  const found = await accounts.findFanSession(request.headers);
  return found === undefined ? undefined : { ...found.session, setCookie: found.setCookie };
}

/** To the sign-in page, and from there back to this path. */
export function signInFirst(path: string): Response {
  return seeOther(`/sign-in?${new URLSearchParams({ next: path }).toString()}`);
}

/**
 * Whether the fan's account still exists: the cookie of one that was erased in another browser is
 * believed for some minutes.
 */
export async function hasAccount({ accounts }: ShopContext, fanId: FanId): Promise<boolean> {
  return (await accounts.findFans([fanId])).has(fanId);
}

export function isForeign({ ownOrigin }: ShopContext, request: Request): boolean {
  return !comesFromOwnPage(request, ownOrigin);
}

/** The sale as a crowd of private pages shows it: looked up once a second. */
export function findSaleForFan(
  context: ShopContext,
  saleId: string,
): Promise<ShownSale | undefined> {
  return context.shownSales.get(saleId, () => findShownSale(context, saleId));
}

/** How a private page is shown; a browser that prefers no language gets the account's. */
export async function viewForFan(
  { platform, accounts }: ShopContext,
  request: Request,
  fan: AskingFan,
  path: string,
): Promise<PageView> {
  const view = viewPage(request, platform.brand, { path });
  if (view.from !== "browser" || request.headers.has("accept-language")) return view;
  const fanLocale = (await accounts.findFans([fan.fanId])).get(fan.fanId)?.locale;
  return viewPage(request, platform.brand, { path, fanLocale });
}
