import { fail, type Result } from "../../../platform/failure.ts";
import type { Actor } from "../../accounts/index.ts";
import { catalogueFailures } from "../failures.ts";
import { findVariant } from "../queries/find-variant.ts";
import { canChange, variantArchivedAt } from "../rules/changes.ts";
import type { Names } from "../rules/names.ts";
import type { Price } from "../rules/prices.ts";
import type { Variant, VariantId } from "../rules/products.ts";
import { catalogueIn, decideInTransaction, lockVariant, nextVersion } from "../store.ts";
import type { CatalogueDeps, CatalogueSchema } from "../store.ts";
import { recordChange } from "./record-change.ts";
import { savePrices } from "./save-prices.ts";

export interface VariantChange {
  /** The version that the change was made for. */
  readonly version: number;
  /** If given, all names from now on. */
  readonly names?: Names | undefined;
  /** If given, all prices from now on. */
  readonly prices?: readonly Price[] | undefined;
}

/** Renames a variant or sets its prices. Claims under way keep the price that they were made at. */
export function changeVariant(
  deps: CatalogueDeps,
  id: VariantId,
  change: VariantChange,
  actor: Actor,
): Promise<Result<Variant>> {
  return decideInTransaction(deps, async (tx) => {
    const catalogue = catalogueIn(tx);
    const current = await lockVariant(catalogue, id);
    if (current === undefined) {
      return fail(catalogueFailures.variant_not_found, `No variant has the id ${id}.`);
    }
    const { variant, product } = current;
    const { version } = variant;
    const archivedAt = variantArchivedAt(variant.archived_at, product.archived_at);
    const allowed = canChange({ version, archivedAt }, change.version);
    if (allowed === "archived") {
      return fail(catalogueFailures.variant_archived, "Restore it before you change it.");
    }
    if (allowed === "version_conflict") {
      const detail = `The variant is at version ${version}, the change was made for ${change.version}.`;
      return fail(catalogueFailures.version_conflict, detail, { extra: { version } });
    }
    await saveChange(catalogue, id, change, new Date(deps.platform.clock.wallMs()));
    const payload = {
      productId: product.id,
      sku: variant.sku,
      ...(change.names === undefined ? {} : { names: change.names, namesBefore: variant.names }),
      ...(change.prices === undefined
        ? {}
        : { prices: change.prices.map((price) => ({ ...price })) }),
    };
    await recordChange(deps, tx, actor, { event: "VariantChanged", id, payload });
    return findVariant(catalogue, id);
  });
}

async function saveChange(
  catalogue: CatalogueSchema,
  id: VariantId,
  { names, prices }: VariantChange,
  now: Date,
): Promise<void> {
  await catalogue
    .updateTable("variants")
    .set({
      version: nextVersion,
      changed_at: now,
      ...(names === undefined ? {} : { names: JSON.stringify(names) }),
    })
    .where("id", "=", id)
    .execute();
  if (prices !== undefined) await savePrices(catalogue, id, prices);
}
