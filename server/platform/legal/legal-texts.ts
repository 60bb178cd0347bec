import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import MarkdownIt from "markdown-it";
import { type Config, ConfigError } from "../config.ts";
import { reasonOf, systemCodeOf } from "../database/embedded-postgres-error.ts";
import { locales, type Locale } from "../locales.ts";
import type { Log } from "../log.ts";

export const legalTextNames = ["terms", "imprint"] as const;

export type LegalTextName = (typeof legalTextNames)[number];

/** One of the operator's texts in one language. */
export interface LegalText {
  readonly locale: Locale;
  /** The text's first heading, if it begins with one. */
  readonly title: string | undefined;
  /** What follows the title, as HTML without anything that runs or loads. */
  readonly html: string;
}

/** The terms and the imprint, as the operator wrote them, read once at the start. */
export interface LegalTexts {
  /**
   * Which terms an order accepts: twelve hexadecimal digits of a SHA-256 over the terms in all
   * their languages. Another text is another version; `none` while the brand has published none.
   */
  readonly termsVersion: string;
  /** Whether these are the samples that come with Millet. */
  readonly areSamples: boolean;
  /** The text in this language, else in any; undefined if the brand has not published it. */
  find(name: LegalTextName, locale: Locale): LegalText | undefined;
}

const SAMPLES = join(import.meta.dir, "samples");

// HTML in the text is shown, not obeyed; links that would run something are no links.
const markdown = new MarkdownIt({ html: false });

/**
 * Reads `terms.en.md`, `imprint.zh-Hans.md` and so on from TERMS_DIR. Without that setting they are
 * Millet's samples, except in production, where nobody sells under a sample.
 * @throws ConfigError if TERMS_DIR cannot be read
 */
export function readLegalTexts(
  config: Pick<Config, "environment" | "termsDir">,
  log: Log,
): LegalTexts {
  const areSamples = config.termsDir === undefined && config.environment !== "production";
  const folder = areSamples ? SAMPLES : config.termsDir;
  const sources = new Map<string, string>();
  const missing: string[] = [];
  for (const name of legalTextNames) {
    for (const locale of locales) {
      const file = `${name}.${locale}.md`;
      const source = folder === undefined ? undefined : readSource(join(folder, file));
      if (source === undefined) missing.push(file);
      else sources.set(`${name}.${locale}`, source);
    }
  }
  if (missing.length > 0) log.warn({ folder, missing }, "legal texts are not published");
  const texts = new Map([...sources].map(([key, source]) => [key, present(key, source)]));
  return {
    termsVersion: versionOf(sources),
    areSamples,
    find: (name, locale) =>
      [locale, ...locales].map((tried) => texts.get(`${name}.${tried}`)).find(Boolean),
  };
}

/** Undefined when there is no such file. */
function readSource(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").replaceAll("\r\n", "\n").trim();
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return undefined;
    throw new ConfigError(`TERMS_DIR: ${path} cannot be read: ${reasonOf(error)}`);
  }
}

function versionOf(sources: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  const terms = [...sources].filter(([key]) => key.startsWith("terms."));
  if (terms.length === 0) return "none";
  // The length keeps two texts apart that would be one in a row.
  for (const [key, text] of terms) hash.update(`${key} ${text.length}\n${text}`);
  return hash.digest("hex").slice(0, 12);
}

function present(key: string, source: string): LegalText {
  const locale = locales.find((known) => key.endsWith(`.${known}`)) ?? "en";
  const [, title, rest] = /^#[ \t]+([^\n]+)\n*([\s\S]*)$/.exec(source) ?? [];
  return { locale, title: title?.trim(), html: markdown.render(rest ?? source) };
}
