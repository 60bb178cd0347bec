import { defineFailures } from "../../platform/failure.ts";

export const catalogueFailures = defineFailures({
  product_not_found: { status: 404, title: "There is no such product" },
  variant_not_found: { status: 404, title: "There is no such variant" },
  sku_taken: { status: 409, title: "Another variant has this SKU" },
  version_conflict: { status: 409, title: "This was changed meanwhile" },
  product_archived: { status: 409, title: "The product is archived" },
  variant_archived: { status: 409, title: "The variant is archived" },
  too_many_variants: { status: 409, title: "The product has as many variants as it may have" },
});
