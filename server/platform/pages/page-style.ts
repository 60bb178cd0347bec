import { readFileSync } from "node:fs";
import { inlineStyle } from "../http/inline-style.ts";

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

/**
 * The one style of all pages. `tokens.css` holds colours, type and spacing as custom properties, so
 * that other surfaces may share them; the others use them.
 */
export const pageStyle = inlineStyle(files.map(read).join(""));
