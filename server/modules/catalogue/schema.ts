import { z } from "@hono/zod-openapi";
import { pageLimit } from "../../platform/http/whole-numbers.ts";
import { isUuid } from "../../platform/ids.ts";
import { readNames, type Names } from "./rules/names.ts";
import {
  type Picture,
  type PictureId,
  picturePath,
  PICTURES_PER_PRODUCT_MAX,
} from "./rules/pictures.ts";
import { AMOUNT_MINOR_MAX, presentPrice, whyNoPrices } from "./rules/prices.ts";
import { repeatedSku, SKU, VARIANTS_PER_PRODUCT_MAX } from "./rules/products.ts";
import { ALTERNATIVE, DESCRIPTION, readTexts, type TextForm, type Texts } from "./rules/texts.ts";
import type { Product, ProductId, Variant, VariantId } from "./rules/products.ts";

const namesExample = { en: "Siskin One", "zh-Hans": "黄雀一号" };
const ANY_TEXT_MAX = 1000;

/** Names by language; taken in any spelling of a tag, kept in the canonical one. */
const namesSchema = z
  .record(z.string().max(ANY_TEXT_MAX), z.string().max(ANY_TEXT_MAX))
  .transform((given, context): Names => {
    const read = readNames(given);
    if ("names" in read) return read.names;
    context.addIssue({ code: "custom", message: read.reason });
    return z.NEVER;
  })
  .openapi({
    type: "object",
    additionalProperties: { type: "string" },
    minProperties: 1,
    description: "BCP 47 language tag → plain text of 1 to 120 characters.",
    example: namesExample,
  });

/** Texts by language; an empty one is left out. */
function textsSchema(form: TextForm, description: string) {
  return z
    .record(z.string().max(ANY_TEXT_MAX), z.string().max(2 * DESCRIPTION.lengthMax))
    .transform((given, context): Texts => {
      const read = readTexts(given, form);
      if ("texts" in read) return read.texts;
      context.addIssue({ code: "custom", message: read.reason });
      return z.NEVER;
    })
    .openapi({ type: "object", additionalProperties: { type: "string" }, description });
}

const descriptionsSchema = textsSchema(
  DESCRIPTION,
  `BCP 47 language tag → Markdown (CommonMark) of up to ${DESCRIPTION.lengthMax} characters.`,
);

const priceSchema = z.strictObject({
  currency: z.string().max(8).openapi({ description: "ISO 4217 code.", example: "CNY" }),
  amountMinor: z.int().min(1).max(AMOUNT_MINOR_MAX).openapi({
    description: "A whole number of minor units: 199900 is 1999.00 yuan.",
    example: 199_900,
  }),
  minorDigits: z.int().optional().openapi({
    description: "Decimal digits of the currency's minor unit. If sent, it must be right.",
    example: 2,
  }),
});

const pricesSchema = z
  .array(priceSchema)
  .superRefine((prices, context) => {
    const reason = whyNoPrices(prices);
    if (reason !== undefined) context.addIssue({ code: "custom", message: reason });
  })
  .transform((prices) => prices.map(({ currency, amountMinor }) => ({ currency, amountMinor })))
  .openapi({
    type: "array",
    minItems: 1,
    description: "One price for each currency in which the variant is sold.",
  });

const skuSchema = z
  .string()
  .regex(SKU, "must be 1 to 64 digits, capital letters, and . _ - between them")
  .openapi({ example: "SISKIN-ONE-16" });

const versionSchema = z.int().min(1).openapi({
  description: "The version that the change was made for; refused if that is not the newest.",
});

export const newVariantSchema = z
  .strictObject({ sku: skuSchema, names: namesSchema, prices: pricesSchema })
  .openapi("NewVariant");

export const newProductSchema = z
  .strictObject({
    names: namesSchema,
    descriptions: descriptionsSchema.optional(),
    variants: z
      .array(newVariantSchema)
      .max(VARIANTS_PER_PRODUCT_MAX)
      .superRefine((variants, context) => {
        const sku = repeatedSku(variants);
        if (sku === undefined) return;
        context.addIssue({ code: "custom", message: `the SKU ${sku} occurs twice` });
      })
      .default([]),
  })
  .openapi("NewProduct");

export const productChangeSchema = z
  .strictObject({
    version: versionSchema,
    names: namesSchema.optional(),
    descriptions: descriptionsSchema.optional(),
  })
  .refine(({ names, descriptions }) => names !== undefined || descriptions !== undefined, {
    message: "must change names, descriptions or both",
  })
  .openapi("ProductChange");

export const variantChangeSchema = z
  .strictObject({
    version: versionSchema,
    names: namesSchema.optional(),
    prices: pricesSchema.optional(),
  })
  .refine(({ names, prices }) => names !== undefined || prices !== undefined, {
    message: "must change names, prices or both",
  })
  .openapi("VariantChange");

export const pictureChangeSchema = z
  .strictObject({
    version: versionSchema,
    texts: textsSchema(
      ALTERNATIVE,
      `What the picture shows: language tag → up to ${ALTERNATIVE.lengthMax} characters.`,
    ),
  })
  .openapi("PictureChange");

export const pictureOrderSchema = z
  .strictObject({
    pictures: z
      .array(z.string().refine(isUuid, "must be an id of a picture"))
      .max(PICTURES_PER_PRODUCT_MAX)
      .transform((ids) => ids as PictureId[])
      .openapi({
        type: "array",
        items: { type: "string", format: "uuid" },
        description: "All pictures of the product, the first shown first.",
      }),
  })
  .openapi("PictureOrder");

export const descriptionPreviewSchema = z
  .strictObject({ text: z.string().max(DESCRIPTION.lengthMax) })
  .openapi("DescriptionText");

/** An id in a path. Ids of another form than ours name nothing. */
function idSchema<Id extends string>(name: string) {
  return z
    .string()
    .refine(isUuid, "must be an id: a UUID in lower case")
    .transform((text) => text as Id)
    .openapi({ param: { name, in: "path" }, type: "string", format: "uuid" });
}

export const productPath = z.object({ id: idSchema<ProductId>("id") });
export const variantPath = z.object({ id: idSchema<VariantId>("id") });
export const pictureIdPath = z.object({ id: idSchema<PictureId>("id") });

function pageQuery<Id extends string>() {
  return z.strictObject({
    state: z.enum(["active", "archived", "all"]).default("active").openapi({
      description: "Others than `active` are for operators with `catalogue:write`.",
    }),
    limit: pageLimit(),
    cursor: z
      .string()
      .refine(isUuid, "must be a cursor from a page before this one")
      .transform((text) => text as Id)
      .optional()
      .openapi({ type: "string", description: "`nextCursor` of the page before this one." }),
  });
}

export const productPageQuery = pageQuery<ProductId>();
export const variantPageQuery = pageQuery<VariantId>();

const shownNames = z.record(z.string(), z.string()).openapi({ example: namesExample });

export const variantSchema = z
  .object({
    id: z.uuid(),
    productId: z.uuid(),
    sku: z.string(),
    names: shownNames,
    prices: z.array(priceSchema.required()),
    version: z.int(),
    archivedAt: z.iso.datetime().nullable(),
  })
  .openapi("Variant");

export const pictureSchema = z
  .object({
    id: z.uuid(),
    path: z.string().openapi({ description: "Where the picture is, on this server." }),
    mediaType: z.enum(["image/png", "image/jpeg", "image/webp"]),
    width: z.int(),
    height: z.int(),
    sizeBytes: z.int(),
    texts: z.record(z.string(), z.string()),
    version: z.int(),
  })
  .openapi("Picture");

export const productSchema = z
  .object({
    id: z.uuid(),
    names: shownNames,
    descriptions: z.record(z.string(), z.string()),
    pictures: z.array(pictureSchema),
    version: z.int(),
    archivedAt: z.iso.datetime().nullable(),
    variants: z.array(variantSchema),
  })
  .openapi("Product");

const nextCursor = z.string().nullable().openapi({ description: "Null on the last page." });

export const productPageSchema = z
  .object({ items: z.array(productSchema), nextCursor })
  .openapi("ProductPage");

export const variantPageSchema = z
  .object({ items: z.array(variantSchema), nextCursor })
  .openapi("VariantPage");

export function presentVariant(variant: Variant): z.output<typeof variantSchema> {
  const { id, productId, sku, names, prices, version, archivedAt } = variant;
  return {
    id,
    productId,
    sku,
    names,
    prices: prices.map(presentPrice),
    version,
    archivedAt: archivedAt?.toISOString() ?? null,
  };
}

export function presentPicture(picture: Picture): z.output<typeof pictureSchema> {
  const { digest, ...rest } = picture;
  return { ...rest, path: picturePath(digest) };
}

export function presentProduct(product: Product): z.output<typeof productSchema> {
  const { id, names, descriptions, pictures, version, archivedAt, variants } = product;
  return {
    id,
    names,
    descriptions,
    pictures: pictures.map(presentPicture),
    version,
    archivedAt: archivedAt?.toISOString() ?? null,
    variants: variants.map(presentVariant),
  };
}

export function presentPage<Item extends { readonly id: string }, Shown>(
  page: { readonly items: readonly Item[]; readonly hasMore: boolean },
  present: (item: Item) => Shown,
): { items: Shown[]; nextCursor: string | null } {
  return {
    items: page.items.map(present),
    nextCursor: page.hasMore ? (page.items.at(-1)?.id ?? null) : null,
  };
}

export const currencyListSchema = z
  .object({
    items: z.array(
      z.object({
        code: z.string().openapi({ description: "ISO 4217." }),
        minorDigits: z.int().openapi({ description: "Decimal digits of its minor unit." }),
      }),
    ),
  })
  .openapi("CurrencyList");
