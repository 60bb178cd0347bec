import { fail, ok, type Result } from "../../../platform/failure.ts";
import { catalogueFailures } from "../failures.ts";
import type { Variant, VariantId } from "../rules/products.ts";
import type { CatalogueSchema } from "../store.ts";
import { findVariants } from "./find-variants.ts";

/** One variant, archived or not. */
export async function findVariant(
  catalogue: CatalogueSchema,
  id: VariantId,
): Promise<Result<Variant>> {
  const [variant] = await findVariants(catalogue, [id]);
  if (variant !== undefined) return ok(variant);
  return fail(catalogueFailures.variant_not_found, `No variant has the id ${id}.`);
}
