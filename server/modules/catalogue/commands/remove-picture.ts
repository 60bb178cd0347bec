import { inTransaction } from "../../../platform/database/database.ts";
import { ok, type Result } from "../../../platform/failure.ts";
import type { Actor } from "../../accounts/index.ts";
import type { PictureId } from "../rules/pictures.ts";
import { catalogueIn, decideInTransaction, type CatalogueDeps } from "../store.ts";
import { lockPicture, lockPictureFile, pictureFile } from "./add-picture.ts";
import { recordChange } from "./record-change.ts";

/** Takes a picture from its product. Its bytes go, too, once no product has them. */
export async function removePicture(
  deps: CatalogueDeps,
  id: PictureId,
  actor: Actor,
): Promise<Result<void>> {
  const removed = await decideInTransaction<{ readonly digest: string }>(deps, async (tx) => {
    const picture = await lockPicture(tx, id);
    if (!picture.ok) return picture;
    const { productId, digest } = picture.value;
    await catalogueIn(tx).deleteFrom("pictures").where("id", "=", id).execute();
    const payload = { productId, digest };
    await recordChange(deps, tx, actor, { event: "PictureRemoved", id, payload });
    return ok({ digest });
  });
  if (!removed.ok) return removed;
  await removeUnusedFile(deps, removed.value.digest);
  return ok(undefined);
}

/** After the commit: a row must never stand without its file. */
async function removeUnusedFile({ platform }: CatalogueDeps, digest: string): Promise<void> {
  await inTransaction(platform.database, async (tx) => {
    await lockPictureFile(tx, digest);
    const used = await catalogueIn(tx)
      .selectFrom("pictures")
      .select("id")
      .where("digest", "=", digest)
      .executeTakeFirst();
    if (used === undefined) await platform.files.remove(pictureFile(digest));
  });
}
