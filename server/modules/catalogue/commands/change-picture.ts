import { fail, type Result } from "../../../platform/failure.ts";
import type { Actor } from "../../accounts/index.ts";
import { catalogueFailures as failures } from "../failures.ts";
import { findPicture } from "../queries/find-picture.ts";
import type { Picture, PictureId } from "../rules/pictures.ts";
import type { Texts } from "../rules/texts.ts";
import { catalogueIn, decideInTransaction, nextVersion, type CatalogueDeps } from "../store.ts";
import { lockPicture } from "./add-picture.ts";
import { recordChange } from "./record-change.ts";

export interface PictureChange {
  /** The version that the change was made for. */
  readonly version: number;
  /** What it shows, by language: all texts from now on. */
  readonly texts: Texts;
}

/** Says anew what a picture shows. */
export function changePicture(
  deps: CatalogueDeps,
  id: PictureId,
  { version, texts }: PictureChange,
  actor: Actor,
): Promise<Result<Picture>> {
  return decideInTransaction(deps, async (tx) => {
    const picture = await lockPicture(tx, id);
    if (!picture.ok) return picture;
    if (picture.value.version !== version) {
      const detail = `The picture is at version ${picture.value.version}, the change was made for ${version}.`;
      const extra = { version: picture.value.version };
      return fail(failures.version_conflict, detail, { extra });
    }
    await catalogueIn(tx)
      .updateTable("pictures")
      .set({
        texts: JSON.stringify(texts),
        version: nextVersion,
        changed_at: new Date(deps.platform.clock.wallMs()),
      })
      .where("id", "=", id)
      .execute();
    const payload = { productId: picture.value.productId, texts };
    await recordChange(deps, tx, actor, { event: "PictureChanged", id, payload });
    return findPicture(catalogueIn(tx), id);
  });
}
