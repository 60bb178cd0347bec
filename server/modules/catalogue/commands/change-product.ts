import { fail, type Result } from "../../../platform/failure.ts";
import type { Actor } from "../../accounts/index.ts";
import { catalogueFailures } from "../failures.ts";
import { findProduct } from "../queries/find-product.ts";
import { canChange } from "../rules/changes.ts";
import type { Names } from "../rules/names.ts";
import type { Product, ProductId } from "../rules/products.ts";
import type { Texts } from "../rules/texts.ts";
import { catalogueIn, decideInTransaction, lockProduct, nextVersion } from "../store.ts";
import type { CatalogueDeps } from "../store.ts";
import { recordChange } from "./record-change.ts";

export interface ProductChange {
  /** The version that the change was made for. */
  readonly version: number;
  /** If given, all names from now on. */
  readonly names?: Names | undefined;
  /** If given, all descriptions from now on. */
  readonly descriptions?: Texts | undefined;
}

/** Renames a product or describes it anew. */
export function changeProduct(
  deps: CatalogueDeps,
  id: ProductId,
  change: ProductChange,
  actor: Actor,
): Promise<Result<Product>> {
  return decideInTransaction(deps, async (tx) => {
    const catalogue = catalogueIn(tx);
    const current = await lockProduct(catalogue, id);
    if (current === undefined) {
      return fail(catalogueFailures.product_not_found, `No product has the id ${id}.`);
    }
    const { version, archived_at: archivedAt } = current;
    const allowed = canChange({ version, archivedAt }, change.version);
    if (allowed === "archived") {
      return fail(catalogueFailures.product_archived, "Restore it before you change it.");
    }
    if (allowed === "version_conflict") {
      const detail = `The product is at version ${version}, the change was made for ${change.version}.`;
      return fail(catalogueFailures.version_conflict, detail, { extra: { version } });
    }
    await catalogue
      .updateTable("products")
      .set({
        ...(change.names === undefined ? {} : { names: JSON.stringify(change.names) }),
        ...(change.descriptions === undefined
          ? {}
          : { descriptions: JSON.stringify(change.descriptions) }),
        version: nextVersion,
        changed_at: new Date(deps.platform.clock.wallMs()),
      })
      .where("id", "=", id)
      .execute();
    const { names, descriptions } = change;
    const payload = {
      ...(names === undefined ? {} : { names, namesBefore: current.names }),
      ...(descriptions === undefined
        ? {}
        : { descriptions, descriptionsBefore: current.descriptions }),
    };
    await recordChange(deps, tx, actor, { event: "ProductChanged", id, payload });
    return findProduct(catalogue, id);
  });
}
