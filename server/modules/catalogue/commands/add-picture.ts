import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { newId } from "../../../platform/ids.ts";
import { readPicture } from "../../../platform/pictures/read-picture.ts";
import type { Actor } from "../../accounts/index.ts";
import { catalogueFailures as failures } from "../failures.ts";
import { findPicture } from "../queries/find-picture.ts";
import {
  PICTURE_LIMITS,
  PICTURES_PER_PRODUCT_MAX,
  type Picture,
  type PictureId,
} from "../rules/pictures.ts";
import type { ProductId } from "../rules/products.ts";
import type { Texts } from "../rules/texts.ts";
import { catalogueIn, decideInTransaction, lockProduct, type CatalogueDeps } from "../store.ts";
import { recordChange } from "./record-change.ts";

const problems = {
  unknown_format: fail(failures.not_a_picture, "Send the bytes of a PNG, JPEG or WebP file."),
  damaged: fail(failures.picture_broken, "The file ends too early, or holds more than a picture."),
  moves: fail(failures.picture_broken, "The file holds more than one picture."),
  wrong_size: fail(
    failures.picture_too_large,
    `No side may have more than ${PICTURE_LIMITS.sideMax} pixels, all together 24 million.`,
  ),
} as const;

export interface NewPicture {
  readonly bytes: Uint8Array;
  /** What it shows, by language. */
  readonly texts?: Texts | undefined;
}

/** Adds a picture behind those that a product has. */
export async function addPicture(
  deps: CatalogueDeps,
  productId: ProductId,
  { bytes, texts = {} }: NewPicture,
  actor: Actor,
): Promise<Result<Picture>> {
  const read = readPicture(bytes, PICTURE_LIMITS);
  if (typeof read === "string") return problems[read];
  const digest = createHash("sha256").update(bytes).digest("hex");
  return decideInTransaction(deps, async (tx) => {
    const product = await lockProduct(catalogueIn(tx), productId);
    if (product === undefined) {
      return fail(failures.product_not_found, `No product has the id ${productId}.`);
    }
    if (product.archived_at !== null) {
      return fail(failures.product_archived, "Restore it before you add a picture.");
    }
    const place = await findPlace(tx, productId, digest);
    if (!place.ok) return place;
    await lockPictureFile(tx, digest);
    await deps.platform.files.write(pictureFile(digest), bytes);
    const id = newId<"picture">();
    const now = new Date(deps.platform.clock.wallMs());
    const mediaType = `image/${read.format}` as const;
    const { width, height } = read;
    await catalogueIn(tx)
      .insertInto("pictures")
      .values({
        id,
        product_id: productId,
        position: place.value,
        digest,
        media_type: mediaType,
        width,
        height,
        size_bytes: bytes.byteLength,
        texts: JSON.stringify(texts),
        created_at: now,
        changed_at: now,
      })
      .execute();
    const payload = { productId, digest, mediaType, sizeBytes: bytes.byteLength };
    await recordChange(deps, tx, actor, { event: "PictureAdded", id, payload });
    return findPicture(catalogueIn(tx), id);
  });
}

/** The position behind the last, if there is room for one more and this is not there yet. */
async function findPlace(tx: Tx, productId: ProductId, digest: string): Promise<Result<number>> {
  const present = await catalogueIn(tx)
    .selectFrom("pictures")
    .select(["digest", "position"])
    .where("product_id", "=", productId)
    .execute();
  if (present.some((picture) => picture.digest === digest)) {
    return fail(failures.picture_taken, "The same file was added before.");
  }
  if (present.length >= PICTURES_PER_PRODUCT_MAX) {
    const detail = `A product has at most ${PICTURES_PER_PRODUCT_MAX} pictures.`;
    return fail(failures.too_many_pictures, detail);
  }
  return ok(Math.max(-1, ...present.map(({ position }) => position)) + 1);
}

/** Where the bytes are kept. */
export function pictureFile(digest: string): string {
  return `pictures/${digest}`;
}

/** Until the end of the transaction nobody else writes or removes the file of this digest. */
export async function lockPictureFile(tx: Tx, digest: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`picture ${digest}`}, 0))`.execute(tx);
}

/** What a command on one picture works with. */
export interface FoundPicture {
  readonly id: PictureId;
  readonly productId: ProductId;
  readonly digest: string;
  readonly version: number;
}

/** The picture, locked with its product for the rest of the transaction; not of an archived one. */
export async function lockPicture(tx: Tx, id: PictureId): Promise<Result<FoundPicture>> {
  const catalogue = catalogueIn(tx);
  const none = fail(failures.picture_not_found, `No picture has the id ${id}.`);
  const select = () => catalogue.selectFrom("pictures").where("id", "=", id);
  const found = await select().select("product_id").executeTakeFirst();
  if (found === undefined) return none;
  const product = await lockProduct(catalogue, found.product_id);
  const picture = await select().select(["digest", "version"]).executeTakeFirst();
  if (picture === undefined) return none;
  if (product?.archived_at !== null) {
    return fail(failures.product_archived, "Restore the product before you change its pictures.");
  }
  return ok({ id, productId: found.product_id, ...picture });
}
