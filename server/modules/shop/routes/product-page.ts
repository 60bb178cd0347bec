import { isUuid } from "../../../platform/ids.ts";
import type { Router } from "../../../platform/http/router.ts";
import type { ProductId } from "../../catalogue/index.ts";
import { productPage } from "../pages/product-page.ts";
import { listShownSales } from "../queries/find-shown-sale.ts";
import { answerPublic, momentOf } from "./public-pages.ts";
import { plainScript, type ShopContext } from "./shop-context.ts";

/** `/products/{id}`: a product, archived or not, as everybody sees it. */
export function addProductPage(router: Router, context: ShopContext): void {
  router.get("/products", (c) => c.redirect("/#products", 303));
  router.get("/products/:id", (c) => {
    const id = c.req.param("id");
    return answerPublic(context, c, `product ${id}`, async (view) => {
      // A UUID may name a product; the catalogue knows whether it does.
      const [product] = isUuid(id) ? await context.catalogue.findProducts([id as ProductId]) : [];
      if (product === undefined) return undefined;
      const sales = (await listShownSales(context))
        .filter(({ variants }) => variants.some(({ productId }) => productId === id))
        .map((sale) => momentOf(context, sale, undefined));
      const shown = { product, sales, origin: context.ownOrigin };
      return productPage(view, shown, await plainScript());
    });
  });
}
