import { createHash } from "node:crypto";
import { raw } from "hono/html";

/** A page's own style sheet, and the words by which the content security policy permits it. */
export interface InlineStyle {
  /** The whole element; a formatter that touched its inside would break the digest. */
  readonly element: ReturnType<typeof raw>;
  /** For `style-src`: the digest of exactly this style, so that no other one is applied. */
  readonly source: string;
}

/** @param css must not contain `</style` */
export function inlineStyle(css: string): InlineStyle {
  return {
    element: raw(`<style>${css}</style>`),
    source: `'sha256-${createHash("sha256").update(css).digest("base64")}'`,
  };
}
