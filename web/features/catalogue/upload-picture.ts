import { isProblem, type Problem } from "../../api/client.ts";
import { PICTURE_BYTES_MAX } from "./product-rules.ts";

/** Larger pictures are made smaller here: no fan needs more, and phones take larger ones. */
const SIDE_MAX = 2_400;
const QUALITY = 0.86;

/**
 * The file as it is sent: as it is where it is small enough, else drawn anew with fewer pixels.
 * What this browser cannot draw is left to the server, which says why it is refused.
 */
export async function preparePicture(file: File): Promise<Blob> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (bitmap === undefined) return file;
  try {
    const share = Math.min(1, SIDE_MAX / Math.max(bitmap.width, bitmap.height));
    if (share === 1 && file.size <= PICTURE_BYTES_MAX) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * share);
    canvas.height = Math.round(bitmap.height * share);
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const drawn = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, "image/webp", QUALITY);
    });
    return drawn ?? file;
  } finally {
    bitmap.close();
  }
}

/**
 * Sends a picture and tells how far that has come, which `fetch` cannot.
 * @param onProgress gets the share that was sent, of one
 * @throws the problem document of a refusal, or an Error where no answer came
 */
export function uploadPicture(
  productId: string,
  picture: Blob,
  onProgress: (share: number) => void,
): Promise<void> {
  if (picture.size > PICTURE_BYTES_MAX) return Promise.reject(tooLarge);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/products/${productId}/pictures`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener("load", () => {
      const answer: unknown = request.response;
      if (request.status === 201) resolve();
      else reject(isProblem(answer) ? answer : new Error(`HTTP ${request.status}`));
    });
    request.addEventListener("error", () => reject(new Error("no answer")));
    request.send(picture);
  });
}

/** As the server would answer, before anything is sent. */
const tooLarge: Problem = {
  type: "urn:millet:problem:body_too_large",
  title: "The body is too large",
  status: 413,
  code: "body_too_large",
  detail: `At most ${PICTURE_BYTES_MAX} bytes are taken.`,
};
