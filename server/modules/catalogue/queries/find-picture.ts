import { fail, ok, type Result } from "../../../platform/failure.ts";
import { catalogueFailures } from "../failures.ts";
import type { MediaType, Picture, PictureId } from "../rules/pictures.ts";
import { pictureColumns, type CatalogueSchema } from "../store.ts";

export async function findPicture(
  catalogue: CatalogueSchema,
  id: PictureId,
): Promise<Result<Picture>> {
  const picture = await catalogue
    .selectFrom("pictures")
    .select(pictureColumns)
    .where("id", "=", id)
    .executeTakeFirst();
  if (picture !== undefined) return ok(picture);
  return fail(catalogueFailures.picture_not_found, `No picture has the id ${id}.`);
}

/** What the bytes with this digest are, if any product has them as a picture. */
export async function findMediaType(
  catalogue: CatalogueSchema,
  digest: string,
): Promise<MediaType | undefined> {
  const found = await catalogue
    .selectFrom("pictures")
    .select("media_type")
    .where("digest", "=", digest)
    .executeTakeFirst();
  return found?.media_type;
}
