import { sql, type Kysely, type Migration } from "kysely";

/** The module `catalogue`: products, their variants, and what these cost in each currency. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create schema catalogue`.execute(db);
    const { schema } = db.withSchema("catalogue");
    await schema
      .createTable("products")
      .addColumn("id", "uuid", (column) => column.primaryKey())
      .addColumn("names", "jsonb", (column) => column.notNull().check(hasName))
      .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
      .addColumn("created_at", "timestamptz", (column) => column.notNull())
      .addColumn("changed_at", "timestamptz", (column) => column.notNull())
      .addColumn("archived_at", "timestamptz")
      .execute();
    await schema
      .createTable("variants")
      .addColumn("id", "uuid", (column) => column.primaryKey())
      .addColumn("product_id", "uuid", (column) =>
        column.notNull().references("catalogue.products.id"),
      )
      .addColumn("sku", "text", (column) => column.notNull().unique())
      .addColumn("names", "jsonb", (column) => column.notNull().check(hasName))
      .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
      .addColumn("created_at", "timestamptz", (column) => column.notNull())
      .addColumn("changed_at", "timestamptz", (column) => column.notNull())
      .addColumn("archived_at", "timestamptz")
      .execute();
    await schema
      .createIndex("variants_by_product")
      .on("variants")
      .columns(["product_id", "id"])
      .execute();
    await schema
      .createTable("prices")
      .addColumn("variant_id", "uuid", (column) =>
        column.notNull().references("catalogue.variants.id").onDelete("cascade"),
      )
      .addColumn("currency", "text", (column) =>
        column.notNull().check(sql`currency ~ '^[A-Z]{3}$'`),
      )
      .addColumn("amount_minor", "bigint", (column) =>
        column.notNull().check(sql`amount_minor between 1 and 1000000000000`),
      )
      .addPrimaryKeyConstraint("prices_one_per_currency", ["variant_id", "currency"])
      .execute();
  },
};

/** At least one language; which tags and texts are fit to be names is decided in the module. */
const hasName = sql`jsonb_typeof(names) = 'object' and names <> '{}'::jsonb`;
