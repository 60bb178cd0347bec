import type { Result } from "../platform/failure.ts";
import type { Actor } from "../modules/accounts/index.ts";
import type { Catalogue, NewProduct, Product } from "../modules/catalogue/index.ts";
import { drawSample, type SamplePicture } from "./sample-pictures.ts";

interface SampleProduct extends NewProduct {
  readonly pictures: readonly (SamplePicture & { readonly texts: Record<string, string> })[];
}

const graphite = {
  ground: "#d9dfe0",
  light: "#eaf0ef",
  body: "#2b3033",
  screen: "#12384a",
  mark: "#e8a13c",
} as const;

/** An invented brand, to look around with: a flagship, a simplified version, and a third. */
const products: readonly SampleProduct[] = [
  {
    names: { en: "Siskin One", "zh-Hans": "黄雀一号" },
    descriptions: {
      en: `The flagship: a fast phone in a case that opens with one screw.

- Bright 4.3 inch screen, readable in the sun
- A battery that its owner changes without tools
- New software every Friday, with the ideas of the fans in it`,
      "zh-Hans": `旗舰机型：性能强劲，拧开一颗螺丝即可打开机壳。

- 4.3 英寸高亮屏幕，阳光下清晰可读
- 电池可自行更换，无需工具
- 每周五更新系统，加入粉丝提出的创意`,
    },
    pictures: [
      {
        ...graphite,
        side: "front",
        texts: { en: "Siskin One in graphite, from the front", "zh-Hans": "石墨黑黄雀一号正面" },
      },
      {
        ...graphite,
        side: "back",
        texts: {
          en: "Siskin One in graphite, from the back, with its two cameras",
          "zh-Hans": "石墨黑黄雀一号背面，配有双摄像头",
        },
      },
    ],
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
    descriptions: {
      en: "The same screen and software, one camera less, and a price that is a quarter lower.",
      "zh-Hans": "屏幕与系统完全相同，少一颗摄像头，价格便宜四分之一。",
    },
    pictures: [
      {
        ground: "#e8e4dc",
        light: "#f6f2ea",
        body: "#fbfaf6",
        screen: "#31566b",
        mark: "#8fb9c4",
        side: "front",
        texts: { en: "Siskin One Light in chalk, from the front", "zh-Hans": "粉笔白轻享版正面" },
      },
    ],
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
    descriptions: {
      en: "Small, cheap and honest: a first phone, and a good second one.",
      "zh-Hans": "小巧、实惠、真诚：可以是第一部手机，也是很好的备用机。",
    },
    pictures: [
      {
        ground: "#f3dfb8",
        light: "#f8ebcf",
        body: "#d99a2b",
        screen: "#5a3a0c",
        mark: "#f6c667",
        side: "front",
        texts: { en: "Siskin Seed in millet, from the front", "zh-Hans": "谷粒黄黄雀谷粒正面" },
      },
    ],
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
  catalogue: Pick<Catalogue, "addPicture" | "createProduct" | "findProducts" | "listProducts">,
  actor: Actor,
): Promise<readonly Product[]> {
  const present = await catalogue.listProducts({ state: "all", limit: 1 });
  if (present.items.length > 0) return [];
  const created: Product[] = [];
  for (const { pictures, ...product } of products) {
    const { id } = valueOf(await catalogue.createProduct(product, actor));
    for (const { texts, ...sample } of pictures) {
      valueOf(await catalogue.addPicture(id, { bytes: drawSample(sample), texts }, actor));
    }
    created.push(...(await catalogue.findProducts([id])));
  }
  return created;
}

function valueOf<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(`the sample brand could not be loaded: ${result.failure.detail}`);
}
