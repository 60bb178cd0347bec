import { problemResponse } from "../../../platform/http/problem.ts";
import type { LargeBodies } from "../../../platform/http/body-limit.ts";
import type { Router } from "../../../platform/http/router.ts";
import { Shelf } from "../../../platform/pages/shelf.ts";
import { pictureFile } from "../commands/add-picture.ts";
import { catalogueFailures } from "../failures.ts";
import { findMediaType } from "../queries/find-picture.ts";
import { PICTURE_BYTES_MAX } from "../rules/pictures.ts";
import { catalogueOf, type CatalogueDeps } from "../store.ts";

/** What is under a digest never changes. */
const FOREVER = "public, max-age=31536000, immutable";

/** So long a picture may still be had after it was removed. */
const KEEP_MS = 5_000;

/** A picture comes as it is, in one body. */
export const pictureBodies: LargeBodies = {
  method: "POST",
  path: /^\/api\/v1\/products\/[^/]+\/pictures$/,
  limitBytes: PICTURE_BYTES_MAX,
};

/** `/pictures/{digest}`: the bytes, for everybody. */
export function addPictureFiles(router: Router, deps: CatalogueDeps): void {
  const { clock, files } = deps.platform;
  const types = new Shelf<string | undefined>(clock, { keepMs: KEEP_MS, most: 1_000 });
  router.get("/:digest", async (context) => {
    const digest = context.req.param("digest");
    const isDigest = /^[0-9a-f]{64}$/.test(digest);
    const type = isDigest
      ? await types.get(digest, () => findMediaType(catalogueOf(deps), digest))
      : undefined;
    const file = type === undefined ? undefined : await files.read(pictureFile(digest));
    if (type === undefined || file === undefined) {
      const detail = `No picture has the digest ${digest.slice(0, 64)}.`;
      const kind = catalogueFailures.picture_not_found;
      return problemResponse({ kind, detail }, context.var.requestId);
    }
    const etag = `"${digest}"`;
    const headers = new Headers({ etag, "cache-control": FOREVER });
    if (context.req.header("if-none-match") === etag) {
      return new Response(null, { status: 304, headers });
    }
    headers.set("content-type", type);
    headers.set("content-length", String(file.sizeBytes));
    return new Response(context.req.method === "HEAD" ? null : file.content, { headers });
  });
}
