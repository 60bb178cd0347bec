import type { Platform } from "../../../platform/platform.ts";
import { browserScript } from "../../../platform/pages/browser-script.ts";
import type { PageBytes } from "../../../platform/pages/page-response.ts";
import { Shelf } from "../../../platform/pages/shelf.ts";
import type { Accounts } from "../../accounts/index.ts";
import type { Catalogue } from "../../catalogue/index.ts";
import type { Orders } from "../../orders/index.ts";
import type { Sales } from "../../sales/index.ts";
import type { ShownSale } from "../queries/find-shown-sale.ts";

/** The doors through which the pages ask. */
interface ShopParts {
  readonly platform: Platform;
  readonly accounts: Accounts;
  readonly catalogue: Catalogue;
  readonly sales: Sales;
  readonly orders: Orders;
}

/** What the routes of the pages work with. */
export interface ShopContext extends ShopParts {
  /** Sales with their names, as a crowd of private pages shows them. */
  readonly shownSales: Shelf<ShownSale | undefined>;
  /** Public pages, made once a second for all who look. */
  readonly publicPages: Shelf<PageBytes | undefined>;
  readonly secure: boolean;
  readonly ownOrigin: string;
}

/** As often as `now` is made anew. */
const KEEP_MS = 1_000;

export function createShopContext(parts: ShopParts): ShopContext {
  const { clock, config } = parts.platform;
  return {
    ...parts,
    shownSales: new Shelf(clock, { keepMs: KEEP_MS, most: 1_000 }),
    publicPages: new Shelf(clock, { keepMs: KEEP_MS, most: 500 }),
    secure: config.baseUrl.startsWith("https:"),
    ownOrigin: new URL(config.baseUrl).origin,
  };
}

/** Shows times by the reader's clock, and follows `now` where the page says so. */
export const saleScript = browserScript(new URL("../browser/sale.ts", import.meta.url));

/** Shows times by the reader's clock, and no more than that. */
export const plainScript = browserScript(new URL("../browser/plain.ts", import.meta.url));
