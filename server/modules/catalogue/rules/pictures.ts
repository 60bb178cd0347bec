import type { Id } from "../../../platform/ids.ts";
import type { Texts } from "./texts.ts";

export type PictureId = Id<"picture">;

export type MediaType = "image/png" | "image/jpeg" | "image/webp";

export const PICTURE_BYTES_MAX = 2 * 1024 * 1024;
export const PICTURES_PER_PRODUCT_MAX = 8;

/** What a phone can still unpack without a struggle, as its owner's camera wrote it. */
export const PICTURE_LIMITS = {
  sideMax: 6_000,
  areaMax: 24_000_000,
  mayMove: true,
  forgivesEnd: true,
} as const;

/** A picture of a product. Its bytes are found by their digest, and never change. */
export interface Picture {
  readonly id: PictureId;
  readonly mediaType: MediaType;
  /** In pixels, as it is shown. */
  readonly width: number;
  readonly height: number;
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
