import { defineFailures } from "../../platform/failure.ts";

export const catalogueFailures = defineFailures({
  product_not_found: { status: 404, title: "There is no such product" },
  variant_not_found: { status: 404, title: "There is no such variant" },
  sku_taken: { status: 409, title: "Another variant has this SKU" },
  version_conflict: { status: 409, title: "This was changed meanwhile" },
  product_archived: { status: 409, title: "The product is archived" },
  variant_archived: { status: 409, title: "The variant is archived" },
  picture_not_found: { status: 404, title: "There is no such picture" },
  not_a_picture: { status: 422, title: "The file is no PNG, JPEG or WebP picture" },
  picture_broken: { status: 422, title: "The picture is not whole" },
  picture_too_large: { status: 422, title: "The picture has too many pixels" },
  picture_taken: { status: 409, title: "The product has this picture already" },
  pictures_changed: { status: 409, title: "The product has other pictures now" },
  too_many_pictures: { status: 409, title: "The product has as many pictures as it may have" },
  too_many_variants: { status: 409, title: "The product has as many variants as it may have" },
});
