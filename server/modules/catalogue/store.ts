import { sql, type ColumnType, type Kysely, type Selectable } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Platform } from "../../platform/platform.ts";
import { inTransaction, schemaIn, schemaOf, type Tx } from "../../platform/database/database.ts";
import type { Result } from "../../platform/failure.ts";
import type { Accounts } from "../accounts/index.ts";
import type { Names } from "./rules/names.ts";
import type { MediaType, Picture, PictureId } from "./rules/pictures.ts";
import type { Price } from "./rules/prices.ts";
import { variantArchivedAt } from "./rules/changes.ts";
import type { Texts } from "./rules/texts.ts";
import type { Product, ProductId, Variant, VariantId } from "./rules/products.ts";

/** What the commands and queries of the module work with. */
export interface CatalogueDeps {
  readonly platform: Pick<Platform, "clock" | "database" | "events" | "files">;
  readonly accounts: Pick<Accounts, "recordOperatorAction">;
}

interface Versioned {
  names: ColumnType<Names, string, string>;
  version: ColumnType<number, number | undefined, number>;
  created_at: ColumnType<Date, Date, never>;
  changed_at: Date;
  archived_at: ColumnType<Date | null, undefined, Date | null>;
}

interface ProductTable extends Versioned {
  id: ColumnType<ProductId, ProductId, never>;
  descriptions: ColumnType<Texts, string | undefined, string>;
}

interface VariantTable extends Versioned {
  id: ColumnType<VariantId, VariantId, never>;
  product_id: ColumnType<ProductId, ProductId, never>;
  sku: ColumnType<string, string, never>;
}

interface PriceTable {
  variant_id: VariantId;
  currency: string;
  amount_minor: number;
}

interface PictureTable {
  id: ColumnType<PictureId, PictureId, never>;
  product_id: ColumnType<ProductId, ProductId, never>;
  position: number;
  digest: ColumnType<string, string, never>;
  media_type: ColumnType<MediaType, MediaType, never>;
  width: ColumnType<number, number, never>;
  height: ColumnType<number, number, never>;
  size_bytes: ColumnType<number, number, never>;
  texts: ColumnType<Texts, string | undefined, string>;
  version: ColumnType<number, number | undefined, number>;
  created_at: ColumnType<Date, Date, never>;
  changed_at: Date;
}

interface CatalogueTables {
  pictures: PictureTable;
  products: ProductTable;
  variants: VariantTable;
  prices: PriceTable;
}

export type CatalogueSchema = Kysely<CatalogueTables>;
export type ProductRow = Selectable<ProductTable> & { readonly pictures: Picture[] };
export type VariantRow = Selectable<VariantTable> & { readonly prices: Price[] };

const SCHEMA = "catalogue";

export function catalogueOf(deps: Pick<CatalogueDeps, "platform">): CatalogueSchema {
  return schemaOf<CatalogueTables>(deps.platform.database, SCHEMA);
}

export function catalogueIn(tx: Tx): CatalogueSchema {
  return schemaIn<CatalogueTables>(tx, SCHEMA);
}

/** Variants with their prices, ordered by currency. */
export function selectVariants(catalogue: CatalogueSchema) {
  return catalogue
    .selectFrom("variants")
    .selectAll("variants")
    .select((row) =>
      jsonArrayFrom(
        row
          .selectFrom("prices")
          .select(["currency", "amount_minor as amountMinor"])
          .whereRef("variant_id", "=", "variants.id")
          .orderBy("currency"),
      ).as("prices"),
    );
}

/** A picture as the rest of the module has it. */
export const pictureColumns = [
  "pictures.id",
  "digest",
  "media_type as mediaType",
  "width",
  "height",
  "size_bytes as sizeBytes",
  "texts",
  "version",
] as const;

/** Products with their pictures in order. */
export function selectProducts(catalogue: CatalogueSchema) {
  return catalogue
    .selectFrom("products")
    .selectAll("products")
    .select((row) =>
      jsonArrayFrom(
        row
          .selectFrom("pictures")
          .select(pictureColumns)
          .whereRef("product_id", "=", "products.id")
          .orderBy("position")
          .orderBy("id"),
      ).as("pictures"),
    );
}

export function productOf(row: ProductRow, variants: readonly VariantRow[]): Product {
  return {
    id: row.id,
    names: row.names,
    descriptions: row.descriptions,
    pictures: row.pictures,
    version: row.version,
    archivedAt: row.archived_at,
    variants: variants.map((variant) => variantOf(variant, row)),
  };
}

export function variantOf(
  row: VariantRow,
  product: Pick<Selectable<ProductTable>, "names" | "archived_at">,
): Variant {
  return {
    id: row.id,
    productId: row.product_id,
    sku: row.sku,
    names: row.names,
    productNames: product.names,
    prices: row.prices,
    version: row.version,
    archivedAt: variantArchivedAt(row.archived_at, product.archived_at),
  };
}

/** The product, locked for the rest of the transaction. */
export function lockProduct(
  catalogue: CatalogueSchema,
  id: ProductId,
): Promise<Selectable<ProductTable> | undefined> {
  return catalogue
    .selectFrom("products")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

/** The variant, locked for the rest of the transaction after its product. */
export async function lockVariant(
  catalogue: CatalogueSchema,
  id: VariantId,
): Promise<{ variant: Selectable<VariantTable>; product: Selectable<ProductTable> } | undefined> {
  const found = await catalogue
    .selectFrom("variants")
    .select("product_id")
    .where("id", "=", id)
    .executeTakeFirst();
  const product = found && (await lockProduct(catalogue, found.product_id));
  const variant = await catalogue
    .selectFrom("variants")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return variant === undefined || product === undefined ? undefined : { variant, product };
}

/** The next version of a changed row. */
export const nextVersion = sql<number>`version + 1`;

class Refused extends Error {
  readonly result: Extract<Result<never>, { ok: false }>;
  constructor(result: Extract<Result<never>, { ok: false }>) {
    super("refused");
    this.result = result;
  }
}

/** Runs a command's work in one transaction, and rolls it back if its outcome is a failure. */
export async function decideInTransaction<Value>(
  deps: Pick<CatalogueDeps, "platform">,
  work: (tx: Tx) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  try {
    return await inTransaction(deps.platform.database, async (tx) => {
      const result = await work(tx);
      if (!result.ok) throw new Refused(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Refused) return error.result;
    throw error;
  }
}
