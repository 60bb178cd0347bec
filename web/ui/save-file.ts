/** Has the browser save something that the page has made. */
export function saveFile(content: Blob, fileName: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * An element as a picture, at twice its size on the screen and on the ground of cards, in the
 * colours that the page has at this moment.
 * @throws Error where the browser cannot draw it
 */
export async function pictureOf(element: HTMLElement): Promise<Blob> {
  const { toBlob } = await import("html-to-image");
  const backgroundColor = getComputedStyle(element).backgroundColor;
  const picture = await toBlob(element, { backgroundColor, pixelRatio: 2, skipFonts: true });
  if (picture === null) throw new Error("the browser made no picture");
  return picture;
}
