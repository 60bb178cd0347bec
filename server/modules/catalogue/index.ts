import type { Result } from "../../platform/failure.ts";
import type { Mount } from "../../platform/http/app.ts";
import { createRouter } from "../../platform/http/router.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Accounts, Actor } from "../accounts/index.ts";
import { createProduct } from "./commands/create-product.ts";
import { addPicture, type NewPicture } from "./commands/add-picture.ts";
import { findVariants } from "./queries/find-variants.ts";
import {
  findProducts,
  listProducts,
  type Page,
  type PageRequest,
} from "./queries/list-products.ts";
import type { NewProduct, Product, ProductId, Variant, VariantId } from "./rules/products.ts";
import type { Picture } from "./rules/pictures.ts";
import { addArchivalRoutes } from "./routes/archivals.ts";
import { addPictureFiles, pictureBodies } from "./routes/picture-files.ts";
import { addPictureRoutes } from "./routes/pictures.ts";
import { addFormParts } from "./routes/form-parts.ts";
import { addProductRoutes } from "./routes/products.ts";
import { addVariantRoutes } from "./routes/variants.ts";
import { catalogueOf } from "./store.ts";

export type { Page, PageRequest } from "./queries/list-products.ts";
export { type Picture, picturePath } from "./rules/pictures.ts";
export { minorDigitsOf } from "./rules/currencies.ts";
export type {
  NewProduct,
  NewVariant,
  Product,
  ProductId,
  Variant,
  VariantId,
} from "./rules/products.ts";

/** The door of the module. */
export interface Catalogue {
  readonly mounts: readonly Mount[];
  /** The variants with these ids, archived or not, in their order; unknown ids are left out. */
  findVariants(ids: readonly VariantId[]): Promise<Variant[]>;
  /** The products with these ids, archived or not, in no order; unknown ids are left out. */
  findProducts(ids: readonly ProductId[]): Promise<Product[]>;
  /** Products in the order in which they were created, each with its active variants. */
  listProducts(page: PageRequest<ProductId>): Promise<Page<Product>>;
  /**
   * Creates a product with its first variants, or nothing. Names and prices must be fit to be kept
   * (rules/names.ts, rules/prices.ts). Fails with `sku_taken` or `too_many_variants`.
   */
  createProduct(product: NewProduct, actor: Actor): Promise<Result<Product>>;
  /**
   * Adds a picture to a product. Fails with `not_a_picture`, `picture_broken`, `picture_too_large`,
   * `picture_taken`, `too_many_pictures`, `product_not_found` or `product_archived`.
   */
  addPicture(id: ProductId, picture: NewPicture, actor: Actor): Promise<Result<Picture>>;
}

/**
 * Events: ProductCreated, -Changed, -Archived, -Restored, and the same of Variant; PictureAdded,
 * -Changed, -Removed.
 */
export function createCatalogue(
  platform: Pick<Platform, "clock" | "database" | "events" | "files">,
  accounts: Accounts,
): Catalogue {
  const deps = { platform, accounts };
  const router = createRouter();
  addProductRoutes(router, deps, accounts);
  addVariantRoutes(router, deps, accounts);
  addArchivalRoutes(router, deps, accounts);
  addPictureRoutes(router, deps, accounts);
  addFormParts(router, accounts);
  const files = createRouter();
  addPictureFiles(files, deps);
  return {
    mounts: [
      { path: "/api/v1", router, chain: "standard", largeBodies: [pictureBodies] },
      { path: "/pictures", router: files, chain: "standard" },
    ],
    findProducts: (ids) => findProducts(catalogueOf(deps), ids),
    addPicture: (id, picture, actor) => addPicture(deps, id, picture, actor),
    findVariants: (ids) => findVariants(catalogueOf(deps), ids),
    listProducts: (page) => listProducts(catalogueOf(deps), page),
    createProduct: (product, actor) => createProduct(deps, product, actor),
  };
}
