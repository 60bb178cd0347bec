import { sql, type ColumnType, type Kysely, type Selectable } from "kysely";
import { type Database, schemaIn, schemaOf, type Tx } from "../../platform/database/database.ts";
import type { Brand } from "../../platform/brand.ts";
import { isLocale, type Locale } from "../../platform/locales.ts";
import type { PictureFormat } from "../../platform/pictures/read-picture.ts";
import type { Platform } from "../../platform/platform.ts";
import { type AccentColours, defaultAccents } from "../../platform/pages/accent-colours.ts";
import type { Accounts } from "../accounts/index.ts";

/** What the commands of the module work with. */
export interface SettingsDeps {
  readonly platform: Pick<
    Platform,
    "brand" | "clock" | "config" | "database" | "files" | "legalTexts"
  >;
  readonly accounts: Pick<Accounts, "recordOperatorAction">;
}

/** The logo as it is kept; its bytes are a file under its digest. */
export interface Logo {
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly digest: string;
  readonly format: PictureFormat;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
}

/** What an operator sets as a whole. */
export interface BrandChoices {
  readonly name: string;
  readonly showsName: boolean;
  readonly accents: AccentColours;
  readonly languages: readonly Locale[];
  readonly defaultLanguage: Locale;
  /** ISO 4217. */
  readonly currencies: readonly string[];
}

export interface BrandSettings extends BrandChoices {
  readonly version: number;
  readonly logo: Logo | undefined;
}

interface BrandTable {
  id: ColumnType<boolean, never, never>;
  version: number;
  name: string | null;
  shows_name: boolean;
  accent_light: string | null;
  accent_dark: string | null;
  languages: string[];
  default_language: string;
  currencies: string[];
  logo: ColumnType<Logo | null, never, string | null>;
  changed_at: Date;
}

export type BrandRow = Selectable<BrandTable>;

interface SettingsTables {
  brand: BrandTable;
}

const SCHEMA = "settings";

export function settingsOf(database: Database): Kysely<SettingsTables> {
  return schemaOf<SettingsTables>(database, SCHEMA);
}

export function settingsIn(tx: Tx): Kysely<SettingsTables> {
  return schemaIn<SettingsTables>(tx, SCHEMA);
}

/** The row, locked for the rest of the transaction: changes come one after the other. */
export function lockBrand(tx: Tx): Promise<BrandRow> {
  return settingsIn(tx).selectFrom("brand").selectAll().forUpdate().executeTakeFirstOrThrow();
}

/** The next version of a changed row. */
export const nextVersion = sql<number>`version + 1`;

/** The row's meaning: what is not set is as the environment and the pages' own style have it. */
export function settingsFrom(row: BrandRow, { config }: Pick<Platform, "config">): BrandSettings {
  return {
    version: row.version,
    name: row.name ?? config.brandName,
    showsName: row.shows_name,
    accents: {
      light: row.accent_light ?? defaultAccents.light,
      dark: row.accent_dark ?? defaultAccents.dark,
    },
    languages: row.languages.filter(isLocale),
    defaultLanguage: isLocale(row.default_language) ? row.default_language : "en",
    currencies: row.currencies,
    logo: row.logo ?? undefined,
  };
}

/** The settings as pages and mails need them. */
export function brandFrom(settings: BrandSettings): Brand {
  const { version, name, showsName, accents, languages, defaultLanguage, logo } = settings;
  const shown = logo && { path: logoUrl(logo), width: logo.width, height: logo.height };
  return { version, name, showsName, accents, languages, defaultLanguage, logo: shown };
}

export const LOGO_PATH = "/brand/logo";

export function logoUrl({ digest }: Pick<Logo, "digest">): string {
  return `${LOGO_PATH}/${digest}`;
}

/** Where the logo's bytes are among the platform's files. */
export function logoFile(digest: string): string {
  return `brand/logo-${digest}`;
}
