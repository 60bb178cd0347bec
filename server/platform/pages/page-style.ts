import { readFileSync } from "node:fs";
import type { Brand } from "../brand.ts";
import { type InlineStyle, inlineStyle } from "../http/inline-style.ts";
import { accentCss, colourSchemes, defaultAccents } from "./accent-colours.ts";

/** Comments and the space that only people need are left out; the page carries it every time. */
function shorten(css: string): string {
  return css
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ ?([{};,]) ?/g, "$1")
    .replaceAll(/;}/g, "}")
    .trim();
}

function read(name: string): string {
  return shorten(readFileSync(new URL(name, import.meta.url), "utf8"));
}

const files = ["tokens.css", "page.css", "parts.css", "forms.css", "pictures.css"];

const css = files.map(read).join("");

/**
 * The style of all pages, with the brand's accents; made once for each state of the brand.
 * `tokens.css` holds colours, type and spacing as custom properties, so
 * that other surfaces may share them; the others use them.
 */
export function pageStyleOf(brand: Pick<Brand, "accents">): InlineStyle {
  let style = made.get(brand);
  if (style === undefined) made.set(brand, (style = inlineStyle(css + brandCss(brand))));
  return style;
}

const made = new WeakMap<object, InlineStyle>();

/** What differs from `tokens.css`; nothing where the brand has its accents. */
export function brandCss({ accents }: Pick<Brand, "accents">): string {
  const differs = colourSchemes.some((scheme) => accents[scheme] !== defaultAccents[scheme]);
  return differs ? accentCss(accents) : "";
}
