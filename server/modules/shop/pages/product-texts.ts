import type { TextTable } from "../../../platform/pages/texts.ts";

/** The words of products on the pages for fans. */
export const productTexts = {
  madeWithFans: { en: "Made with fans", "zh-Hans": "与粉丝共创" },
  nothingMade: {
    en: "Here will stand what fans asked for and we built: each idea that became part of a product, with the name of the fan who had it.",
    "zh-Hans":
      "这里将展示粉丝提出、并由我们实现的创意：每一个成为产品一部分的创意，都会署上提出它的粉丝的名字。",
  },
  allProducts: { en: "All products", "zh-Hans": "全部产品" },
  noProducts: {
    en: "The first product will be shown here with its pictures and prices.",
    "zh-Hans": "第一款产品的图片和价格将在这里展示。",
  },
  from: {
    en: (price: string) => `from ${price}`,
    "zh-Hans": (price: string) => `${price} 起`,
  },
  pictures: { en: "Pictures", "zh-Hans": "图片" },
  pictureOf: {
    en: (name: string, number: string) => `${name}, picture ${number}`,
    "zh-Hans": (name: string, number: string) => `${name}，图 ${number}`,
  },
  variants: { en: "Variants and prices", "zh-Hans": "型号与价格" },
  sales: { en: "Sales of this product", "zh-Hans": "此产品的发售" },
  noSale: {
    en: "No sale of this product has been announced yet. The next one will be shown here and on the first page.",
    "zh-Hans": "此产品暂无已公布的发售。下一次发售将在这里和首页公布。",
  },
  archived: {
    en: "This product is no longer offered. The page stays, so that old links still lead somewhere.",
    "zh-Hans": "此产品已不再供应。本页予以保留，以便旧链接仍可访问。",
  },
  about: {
    en: (name: string) => `About ${name}`,
    "zh-Hans": (name: string) => `了解 ${name}`,
  },
} satisfies TextTable;
