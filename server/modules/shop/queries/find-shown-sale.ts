import type { Catalogue, Product, ProductId, VariantId } from "../../catalogue/index.ts";
import type { PublicSale, Sales } from "../../sales/index.ts";

/** A variant as a page shows it. */
export interface ShownVariant {
  readonly id: string;
  /** Undefined only where the catalogue does not know the variant. */
  readonly productId: ProductId | undefined;
  readonly productNames: Readonly<Record<string, string>>;
  readonly names: Readonly<Record<string, string>>;
  readonly stock: number;
  readonly claimLimit: number;
  /** Minor units by currency: as frozen for the sale, else the catalogue's. */
  readonly prices: Readonly<Record<string, number>>;
}

export interface ShownSale extends Omit<PublicSale, "variants"> {
  readonly variants: readonly ShownVariant[];
}

export interface ShopDeps {
  readonly catalogue: Pick<Catalogue, "findVariants">;
  readonly sales: Pick<Sales, "forPages">;
}

/** A published sale with the names of what it sells; undefined where there is none. */
export async function findShownSale(
  { catalogue, sales }: ShopDeps,
  saleId: string,
): Promise<ShownSale | undefined> {
  const sale = await sales.forPages.findSale(saleId);
  return sale === undefined ? undefined : (await withNames(catalogue, [sale]))[0];
}

/** A draft as it will be shown once it is published; undefined where there is none. */
export async function findDraftToShow(
  { catalogue, sales }: ShopDeps,
  saleId: string,
): Promise<ShownSale | undefined> {
  const sale = await sales.forPages.findDraft(saleId);
  return sale === undefined ? undefined : (await withNames(catalogue, [sale]))[0];
}

/** The products of which a sale sells variants, in the order of the variants. */
export async function findProductsOf(
  { catalogue }: { readonly catalogue: Pick<Catalogue, "findProducts"> },
  { variants }: ShownSale,
): Promise<Product[]> {
  const ids = [...new Set(variants.flatMap(({ productId }) => productId ?? []))];
  const products = await catalogue.findProducts(ids);
  return ids.flatMap((id) => products.find((product) => product.id === id) ?? []);
}

/** Published sales, newest first. */
export async function listShownSales({ catalogue, sales }: ShopDeps): Promise<ShownSale[]> {
  return withNames(catalogue, await sales.forPages.listSales());
}

async function withNames(
  catalogue: ShopDeps["catalogue"],
  sales: readonly PublicSale[],
): Promise<ShownSale[]> {
  const ids = new Set(sales.flatMap(({ variants }) => variants.map((row) => row.variantId)));
  // A sale's variants are ids of the catalogue, which it was checked against.
  const found = await catalogue.findVariants([...ids] as VariantId[]);
  const byId = new Map<string, (typeof found)[number]>(found.map((row) => [row.id, row]));
  return sales.map((sale) => ({
    ...sale,
    variants: sale.variants.map(({ variantId, stock, claimLimit, prices }) => {
      const variant = byId.get(variantId);
      const current = variant?.prices.map((price) => [price.currency, price.amountMinor] as const);
      return {
        id: variantId,
        productId: variant?.productId,
        productNames: variant?.productNames ?? {},
        names: variant?.names ?? {},
        stock,
        claimLimit,
        prices: prices ?? Object.fromEntries(current ?? []),
      };
    }),
  }));
}
