import { beforeEach, describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../tests/support/database.ts";
import { createManualClock, testPlatform } from "../../../tests/support/platform.ts";
import type { Result } from "../../platform/failure.ts";
import { newId } from "../../platform/ids.ts";
import { cliOperator, createAccounts } from "../accounts/index.ts";
import { addVariant } from "./commands/add-variant.ts";
import { archiveProduct } from "./commands/archive-product.ts";
import { archiveVariant } from "./commands/archive-variant.ts";
import { changeProduct } from "./commands/change-product.ts";
import { changeVariant } from "./commands/change-variant.ts";
import { restoreProduct } from "./commands/restore-product.ts";
import { restoreVariant } from "./commands/restore-variant.ts";
import { createCatalogue, type NewVariant, type Product, type VariantId } from "./index.ts";
import { VARIANTS_PER_PRODUCT_MAX } from "./rules/products.ts";

const database = await testDatabase();
const clock = createManualClock();
const platform = testPlatform(database, { clock });
const accounts = createAccounts(platform);
const deps = { platform, accounts };
const catalogue = createCatalogue(platform, accounts);
const actor = { operator: cliOperator, requestId: "request-1" };

const names = { en: "Siskin One", "zh-Hans": "黄雀一号" };
const prices = [
  { currency: "CNY", amountMinor: 199_900 },
  { currency: "USD", amountMinor: 32_200 },
];

function variantOf(sku: string): NewVariant {
  return { sku, names, prices };
}

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`${result.failure.kind.code}: ${result.failure.detail}`);
  return result.value;
}

function codeOf(result: Result<unknown>): string {
  return result.ok ? "ok" : result.failure.kind.code;
}

async function createOne(...skus: string[]) {
  const variants = skus.map(variantOf);
  return valueOf(await catalogue.createProduct({ names, variants }, actor));
}

async function eventsSince(sequence: number): Promise<string[]> {
  const { rows } = await sql<{ type: string }>`
    select type from platform.outbox_events where sequence > ${sequence} order by sequence
  `.execute(database.kysely);
  return rows.map((row) => row.type);
}

async function actionsSince(sequence: number): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`
    select action from accounts.operator_actions where sequence > ${sequence} order by sequence
  `.execute(database.kysely);
  return rows.map((row) => row.action);
}

let lastEvent = 0;
let lastAction = 0;
beforeEach(async () => {
  const { rows } = await sql<{ event: number; action: number }>`
    select coalesce((select max(sequence) from platform.outbox_events), 0) as event,
      coalesce((select max(sequence) from accounts.operator_actions), 0) as action
  `.execute(database.kysely);
  lastEvent = rows[0]?.event ?? 0;
  lastAction = rows[0]?.action ?? 0;
});

describe("creating a product", () => {
  test("creates its variants, and tells of each of them", async () => {
    const product = await createOne("CREATE-1", "CREATE-2");
    expect(product).toMatchObject({ names, version: 1, archivedAt: null });
    expect(product.variants.map(({ sku }) => sku)).toEqual(["CREATE-1", "CREATE-2"]);
    expect(product.variants[0]).toMatchObject({ productId: product.id, prices, version: 1 });
    expect(await eventsSince(lastEvent)).toEqual([
      "ProductCreated",
      "VariantCreated",
      "VariantCreated",
    ]);
    expect(await actionsSince(lastAction)).toEqual([
      "product.created",
      "variant.created",
      "variant.created",
    ]);
  });

  test("creates nothing at all if one SKU is taken", async () => {
    const holder = await createOne("TAKEN-1");
    const before = await catalogue.listProducts({ state: "all", limit: 100 });
    const eventsBefore = await eventsSince(lastEvent);
    const variants = [variantOf("FREE-1"), variantOf("TAKEN-1")];
    const refused = await catalogue.createProduct({ names, variants }, actor);
    expect(codeOf(refused)).toBe("sku_taken");
    const after = await catalogue.listProducts({ state: "all", limit: 100 });
    expect(after.items.length).toBe(before.items.length);
    expect(await eventsSince(lastEvent)).toEqual(eventsBefore);
    valueOf(await addVariant(deps, holder.id, variantOf("FREE-1"), actor));
  });

  test("of two that come at once with one SKU, exactly one succeeds", async () => {
    const both = await Promise.all(
      [1, 2].map(() => catalogue.createProduct({ names, variants: [variantOf("RACE-1")] }, actor)),
    );
    expect(both.map(codeOf).sort()).toEqual(["ok", "sku_taken"]);
  });
});

test("two that name the same SKUs in opposite order do not wait for each other", async () => {
  for (let round = 0; round < 10; round += 1) {
    const variants = ["A", "B", "C", "D"].map((letter) => variantOf(`CROSS-${round}-${letter}`));
    const both = await Promise.all([
      catalogue.createProduct({ names, variants }, actor),
      catalogue.createProduct({ names, variants: variants.toReversed() }, actor),
    ]);
    expect(both.map(codeOf).sort()).toEqual(["ok", "sku_taken"]);
  }
});

describe("a variant", () => {
  test("is not added to a product that is unknown or archived", async () => {
    const unknown = await addVariant(deps, newId<"product">(), variantOf("LOST-1"), actor);
    expect(codeOf(unknown)).toBe("product_not_found");
    const product = await createOne();
    valueOf(await archiveProduct(deps, product.id, actor));
    const late = await addVariant(deps, product.id, variantOf("LOST-1"), actor);
    expect(codeOf(late)).toBe("product_archived");
  });

  test("is not added beyond what one product may have", async () => {
    const product = await createOne();
    for (let count = 0; count < VARIANTS_PER_PRODUCT_MAX; count += 1) {
      valueOf(await addVariant(deps, product.id, variantOf(`MANY-${count}`), actor));
    }
    const more = await addVariant(deps, product.id, variantOf("MANY-MORE"), actor);
    expect(codeOf(more)).toBe("too_many_variants");
  });

  test("keeps its SKU from others also while it is archived", async () => {
    const product = await createOne("KEPT-1", "KEPT-2");
    valueOf(await archiveVariant(deps, idOf(product), actor));
    expect(codeOf(await addVariant(deps, product.id, variantOf("KEPT-1"), actor))).toBe(
      "sku_taken",
    );
  });
});

describe("a change", () => {
  test("raises the version, and is refused when it was made for an older one", async () => {
    const product = await createOne();
    const changed = valueOf(
      await changeProduct(deps, product.id, { version: 1, names: { en: "New" } }, actor),
    );
    expect(changed).toMatchObject({ version: 2, names: { en: "New" } });
    const late = await changeProduct(deps, product.id, { version: 1, names }, actor);
    expect(codeOf(late)).toBe("version_conflict");
    expect(late.ok ? {} : late.failure.extra).toEqual({ version: 2 });
    expect(await eventsSince(lastEvent)).toEqual(["ProductCreated", "ProductChanged"]);
    expect(await actionsSince(lastAction)).toEqual(["product.created", "product.changed"]);
  });

  test("of two that were made for the same version at once, exactly one succeeds", async () => {
    const id = idOf(await createOne("TWICE-1"));
    const both = await Promise.all(
      [1, 2].map((amountMinor) =>
        changeVariant(deps, id, { version: 1, prices: [{ currency: "EUR", amountMinor }] }, actor),
      ),
    );
    expect(both.map(codeOf).sort()).toEqual(["ok", "version_conflict"]);
  });

  test("of prices replaces all of them and leaves the names alone", async () => {
    const id = idOf(await createOne("PRICES-1"));
    const newPrices = [{ currency: "EUR", amountMinor: 29_900 }];
    const change = { version: 1, prices: newPrices };
    const changed = valueOf(await changeVariant(deps, id, change, actor));
    expect(changed).toMatchObject({ names, prices: newPrices, version: 2 });
  });

  test("is refused to archived and unknown things", async () => {
    const product = await createOne("STILL-1");
    const id = idOf(product);
    valueOf(await archiveVariant(deps, id, actor));
    expect(codeOf(await changeVariant(deps, id, { version: 2, names }, actor))).toBe(
      "variant_archived",
    );
    valueOf(await archiveProduct(deps, product.id, actor));
    expect(codeOf(await changeProduct(deps, product.id, { version: 2, names }, actor))).toBe(
      "product_archived",
    );
    const nobody = newId<"variant">();
    expect(codeOf(await changeVariant(deps, nobody, { version: 1, names }, actor))).toBe(
      "variant_not_found",
    );
  });
});

describe("archiving", () => {
  test("twice is the same as once, and so is restoring", async () => {
    const product = await createOne("AGAIN-1");
    const first = valueOf(await archiveProduct(deps, product.id, actor));
    clock.advance(1000);
    expect(valueOf(await archiveProduct(deps, product.id, actor))).toEqual(first);
    valueOf(await restoreProduct(deps, product.id, actor));
    const restored = valueOf(await restoreProduct(deps, product.id, actor));
    expect(restored).toMatchObject({ archivedAt: null, version: 3 });
    expect((await eventsSince(lastEvent)).slice(2)).toEqual(["ProductArchived", "ProductRestored"]);
  });

  test("a product takes its variants with it, and brings back those that were active", async () => {
    const product = await createOne("WITH-1", "WITH-2");
    const ids = [idOf(product, 0), idOf(product, 1)];
    valueOf(await archiveVariant(deps, idOf(product, 1), actor));
    valueOf(await archiveProduct(deps, product.id, actor));
    const archived = await catalogue.findVariants(ids);
    expect(archived.every(({ archivedAt }) => archivedAt !== null)).toBe(true);
    valueOf(await restoreProduct(deps, product.id, actor));
    const restored = await catalogue.findVariants(ids);
    expect(restored.map(({ archivedAt }) => archivedAt === null)).toEqual([true, false]);
    valueOf(await restoreVariant(deps, idOf(product, 1), actor));
    const all = await catalogue.findVariants(ids);
    expect(all.every(({ archivedAt }) => archivedAt === null)).toBe(true);
  });

  test("an unknown thing is refused", async () => {
    expect(codeOf(await archiveProduct(deps, newId<"product">(), actor))).toBe("product_not_found");
    expect(codeOf(await restoreVariant(deps, newId<"variant">(), actor))).toBe("variant_not_found");
  });
});

describe("finding variants", () => {
  test("keeps the order of the ids and leaves unknown ones out", async () => {
    const product = await createOne("FIND-1", "FIND-2");
    const [one, two] = [idOf(product, 0), idOf(product, 1)];
    const ids = [two, newId<"variant">(), one, two];
    const found = await catalogue.findVariants(ids);
    expect(found.map(({ sku }) => sku)).toEqual(["FIND-2", "FIND-1"]);
    expect(found[0]).toMatchObject({ productId: product.id, productNames: names, prices });
    expect(await catalogue.findVariants([])).toEqual([]);
  });
});

function idOf(product: Product, index = 0): VariantId {
  const variant = product.variants[index];
  if (variant === undefined) throw new Error(`there is no variant ${index}`);
  return variant.id;
}
