import type { Result } from "../platform/failure.ts";
import type { Actor } from "../modules/accounts/index.ts";
import type { Catalogue, NewProduct, Product } from "../modules/catalogue/index.ts";

/** An invented brand, to look around with: a flagship, a simplified version, and a third. */
const products: readonly NewProduct[] = [
  {
    names: { en: "Siskin One", "zh-Hans": "黄雀一号" },
    variants: [
      {
        sku: "SISKIN-ONE-16",
        names: { en: "16 GB, graphite", "zh-Hans": "16 GB 石墨黑" },
        prices: [
          { currency: "CNY", amountMinor: 199_900 },
          { currency: "USD", amountMinor: 32_200 },
        ],
      },
      {
        sku: "SISKIN-ONE-32",
        names: { en: "32 GB, graphite", "zh-Hans": "32 GB 石墨黑" },
        prices: [
          { currency: "CNY", amountMinor: 229_900 },
          { currency: "USD", amountMinor: 37_000 },
        ],
      },
    ],
  },
  {
    names: { en: "Siskin One Light", "zh-Hans": "黄雀一号 轻享版" },
    variants: [
      {
        sku: "SISKIN-LIGHT-8",
        names: { en: "8 GB, chalk", "zh-Hans": "8 GB 粉笔白" },
        prices: [
          { currency: "CNY", amountMinor: 149_900 },
          { currency: "USD", amountMinor: 24_100 },
        ],
      },
    ],
  },
  {
    names: { en: "Siskin Seed", "zh-Hans": "黄雀谷粒" },
    variants: [
      {
        sku: "SISKIN-SEED-8",
        names: { en: "8 GB, millet", "zh-Hans": "8 GB 谷粒黄" },
        prices: [
          { currency: "CNY", amountMinor: 100_000 },
          { currency: "USD", amountMinor: 16_100 },
        ],
      },
    ],
  },
];

/**
 * Loads the sample brand into a catalogue that never had a product.
 * @returns the products that were created: none if the catalogue was not empty
 * @throws Error if one is refused, which only a SKU that is taken could cause
 */
export async function loadSampleBrand(
  catalogue: Pick<Catalogue, "createProduct" | "listProducts">,
  actor: Actor,
): Promise<readonly Product[]> {
  const present = await catalogue.listProducts({ state: "all", limit: 1 });
  if (present.items.length > 0) return [];
  const created: Product[] = [];
  for (const product of products)
    created.push(valueOf(await catalogue.createProduct(product, actor)));
  return created;
}

function valueOf(result: Result<Product>): Product {
  if (result.ok) return result.value;
  throw new Error(`the sample brand could not be loaded: ${result.failure.detail}`);
}
