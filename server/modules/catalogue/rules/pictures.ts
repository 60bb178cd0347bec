import type { Id } from "../../../platform/ids.ts";
import type { PictureFormat } from "./picture-format.ts";
import type { Texts } from "./texts.ts";

export type PictureId = Id<"picture">;

/** A picture of a product. Its bytes are found by their digest, and never change. */
export interface Picture extends PictureFormat {
  readonly id: PictureId;
  /** SHA-256 of the bytes, in hex. */
  readonly digest: string;
  readonly sizeBytes: number;
  /** What it shows, by language, for who does not see it. */
  readonly texts: Texts;
  readonly version: number;
}

/** Whether these are exactly the pictures that are there, each once, in whatever order. */
export function isOrderOf(asked: readonly PictureId[], present: readonly PictureId[]): boolean {
  const wanted = new Set(asked);
  return (
    wanted.size === asked.length &&
    asked.length === present.length &&
    present.every((id) => wanted.has(id))
  );
}

/** Where everybody finds the bytes. */
export function picturePath(digest: string): string {
  return `/pictures/${digest}`;
}
