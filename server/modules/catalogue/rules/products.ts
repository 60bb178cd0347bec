import type { Id } from "../../../platform/ids.ts";
import type { Names } from "./names.ts";
import type { Picture } from "./pictures.ts";
import type { Price } from "./prices.ts";
import type { Texts } from "./texts.ts";

export type ProductId = Id<"product">;
export type VariantId = Id<"variant">;

export interface NewVariant {
  /** Stock keeping unit: what factory, shop and parcel call it; unique, and never changed. */
  readonly sku: string;
  readonly names: Names;
  /** At least one; at most one for each currency. */
  readonly prices: readonly Price[];
}

export interface NewProduct {
  readonly names: Names;
  /** Markdown by language; none unless told. */
  readonly descriptions?: Texts | undefined;
  readonly variants: readonly NewVariant[];
}

export interface Variant extends NewVariant {
  readonly id: VariantId;
  readonly productId: ProductId;
  readonly productNames: Names;
  readonly version: number;
  /** When it, or its product, left the catalogue. */
  readonly archivedAt: Date | null;
}

export interface Product {
  readonly id: ProductId;
  readonly names: Names;
  /** Markdown by language. */
  readonly descriptions: Texts;
  /** In the order in which they are shown. */
  readonly pictures: readonly Picture[];
  readonly version: number;
  readonly archivedAt: Date | null;
  /** Those that are not archived themselves, oldest first. */
  readonly variants: readonly Variant[];
}

/** Which part of the catalogue is asked for. */
export type ArchivalState = "active" | "archived" | "all";

export const VARIANTS_PER_PRODUCT_MAX = 100;

/** Digits, capital letters, and . _ - between them; up to 64. */
export const SKU = /^[A-Z0-9](?:[A-Z0-9._-]{0,62}[A-Z0-9])?$/;

/** The SKU that occurs twice among new variants; undefined if none does. */
export function repeatedSku(variants: readonly Pick<NewVariant, "sku">[]): string | undefined {
  const seen = new Set<string>();
  for (const { sku } of variants) {
    if (seen.has(sku)) return sku;
    seen.add(sku);
  }
  return undefined;
}
