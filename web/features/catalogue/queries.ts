import type { QueryClient } from "@tanstack/react-query";
import { api, type Schemas } from "../../api/client.ts";

/** Every list of products. */
const PRODUCTS = ["get", "/api/v1/products"] as const;

export function productQuery(id: string) {
  return api.queryOptions("get", "/api/v1/products/{id}", { params: { path: { id } } });
}

/** A product's variants, archived ones among them: more than there may be. */
export function variantsQuery(id: string, mayWrite: boolean) {
  return api.queryOptions("get", "/api/v1/products/{id}/variants", {
    params: { path: { id }, query: { state: mayWrite ? "all" : "active", limit: 100 } },
  });
}

export const currenciesQuery = () =>
  api.queryOptions("get", "/api/v1/currencies", {}, { staleTime: Number.POSITIVE_INFINITY });

/** Shows the product as an answer brought it, wherever it is shown. */
export function keepProduct(client: QueryClient, product: Schemas["Product"]): void {
  client.setQueryData(productQuery(product.id).queryKey, product);
  void client.invalidateQueries({ queryKey: PRODUCTS });
}

/** Asks again for a product and for all lists, after something of it has changed. */
export async function refreshProduct(client: QueryClient, id: string): Promise<void> {
  void client.invalidateQueries({ queryKey: PRODUCTS });
  await Promise.all([
    client.invalidateQueries({ queryKey: productQuery(id).queryKey }),
    client.invalidateQueries({ queryKey: ["get", "/api/v1/products/{id}/variants"] }),
  ]);
}
