import { html } from "hono/html";
import type { Locale } from "../../../platform/locales.ts";
import { nameIn } from "../../../platform/pages/formats.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import { type Picture, picturePath, type Product } from "../../catalogue/index.ts";

export interface PictureLook {
  /** What it shows; nothing where the words beside it say the same. */
  readonly alt: string;
  /** Asked for at once: it is in sight when the page opens. Others wait until they come near. */
  readonly isFirst?: boolean;
  readonly style?: string;
}

/** A picture whose space is there before it is. */
export function pictureTag(
  { digest, width, height }: Picture,
  { alt, isFirst = false, style = "shot" }: PictureLook,
): Markup {
  return html`<img
    class="${style}"
    src="${picturePath(digest)}"
    width="${width}"
    height="${height}"
    alt="${alt}"
    decoding="async"
    loading="${isFirst ? "eager" : "lazy"}"
  />`;
}

/** The product's first picture, or its initial where it has none; the words beside it name it. */
export function coverOf(product: Pick<Product, "names" | "pictures">, locale: Locale): Markup {
  const [first] = product.pictures;
  if (first !== undefined) return pictureTag(first, { alt: "", style: "shot cover" });
  const [initial = ""] = nameIn(product.names, locale);
  return html`<span class="shot cover blank" aria-hidden="true">${initial}</span>`;
}
