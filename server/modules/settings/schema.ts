import { z } from "@hono/zod-openapi";
import type { LegalTexts } from "../../platform/legal/legal-texts.ts";
import { type Locale, locales } from "../../platform/locales.ts";
import {
  CONTRAST_MIN,
  contrastOnPages,
  isLegible,
  readColour,
  type ColourScheme,
} from "../../platform/pages/accent-colours.ts";
import { minorDigitsOf } from "../catalogue/index.ts";
import type { SettingsChange } from "./commands/change-settings.ts";
import { BRAND_NAME_MAX, whyNoBrandName } from "./rules/brand-name.ts";
import { type BrandSettings, logoUrl } from "./store.ts";

const CURRENCIES_MAX = 30;

const nameSchema = z
  .string()
  .max(1000)
  .transform((text) => text.trim().normalize("NFC"))
  .superRefine((name, context) => {
    const reason = whyNoBrandName(name);
    if (reason !== undefined) context.addIssue({ code: "custom", message: reason });
  })
  .openapi({
    type: "string",
    minLength: 1,
    maxLength: BRAND_NAME_MAX,
    description: "Plain text.",
    example: "Siskin",
  });

function accentSchema(scheme: ColourScheme) {
  return z
    .string()
    .max(100)
    .transform((text, context) => {
      const colour = readColour(text);
      if (colour === undefined) {
        context.addIssue({ code: "custom", message: "must be a colour such as #934800" });
        return z.NEVER;
      }
      if (!isLegible(colour, scheme)) {
        const found = contrastOnPages(colour, scheme).toFixed(2);
        const message = `has a contrast of ${found}:1 on ${scheme} pages; ${CONTRAST_MIN}:1 is the least`;
        context.addIssue({ code: "custom", message });
        return z.NEVER;
      }
      return colour;
    })
    .openapi({
      type: "string",
      pattern: "^#[0-9a-fA-F]{6}$",
      description: `Must have a contrast of ${CONTRAST_MIN}:1 on every background of ${scheme} pages.`,
    });
}

const localeSchema = z.enum(locales);

const unique = (items: readonly string[]) => new Set(items).size === items.length;

const languagesSchema = z
  .array(localeSchema)
  .min(1)
  .max(locales.length)
  .refine(unique, "must not name a language twice");

const currenciesSchema = z
  .array(
    z
      .string()
      .max(8)
      .refine((code) => minorDigitsOf(code) !== undefined, "must be a currency of ISO 4217")
      .openapi({ example: "CNY" }),
  )
  .min(1)
  .max(CURRENCIES_MAX)
  .refine(unique, "must not name a currency twice");

export const settingsChangeSchema = z
  .strictObject({
    version: z.int().min(1).openapi({
      description: "The version that the change was made for; refused if that is not the newest.",
    }),
    name: nameSchema,
    showsName: z.boolean().openapi({
      description: "Whether the name stands beside the logo.",
    }),
    accents: z.strictObject({ light: accentSchema("light"), dark: accentSchema("dark") }),
    languages: languagesSchema,
    defaultLanguage: localeSchema,
    currencies: currenciesSchema,
  })
  .refine(({ languages, defaultLanguage }) => languages.includes(defaultLanguage), {
    message: "must be one of the languages that are offered",
    path: ["defaultLanguage"],
  })
  .openapi("SettingsChange") satisfies z.ZodType<SettingsChange>;

const logoSchema = z
  .object({
    url: z.string().openapi({ description: "On this site; another picture has another." }),
    format: z.enum(["png", "jpeg", "webp"]),
    width: z.int(),
    height: z.int(),
    sizeBytes: z.int(),
  })
  .openapi("Logo");

export const settingsSchema = z
  .object({
    version: z.int(),
    name: z.string(),
    showsName: z.boolean(),
    logo: logoSchema.nullable(),
    accents: z.object({ light: z.string(), dark: z.string() }),
    languages: z.array(localeSchema),
    defaultLanguage: localeSchema,
    currencies: z.array(z.string()).openapi({
      description: "ISO 4217; what forms for prices offer. Prices in others are not refused.",
    }),
    terms: z.enum(["published", "samples", "missing"]).openapi({
      description: "Whether the brand's own terms are at `/terms`; they are files of the server.",
    }),
  })
  .openapi("Settings");

export function presentSettings(
  settings: BrandSettings,
  legal: Pick<LegalTexts, "areSamples" | "find">,
): z.output<typeof settingsSchema> {
  const { logo, accents, languages, currencies, ...rest } = settings;
  return {
    ...rest,
    accents: { ...accents },
    languages: [...languages],
    currencies: [...currencies],
    logo: logo === undefined ? null : presentLogo(logo),
    terms: termsOf(legal, settings.defaultLanguage),
  };
}

function termsOf(legal: Pick<LegalTexts, "areSamples" | "find">, locale: Locale) {
  if (legal.areSamples) return "samples" as const;
  return legal.find("terms", locale) === undefined ? ("missing" as const) : ("published" as const);
}

function presentLogo(logo: NonNullable<BrandSettings["logo"]>): z.output<typeof logoSchema> {
  const { format, width, height, sizeBytes } = logo;
  return { url: logoUrl(logo), format, width, height, sizeBytes };
}
