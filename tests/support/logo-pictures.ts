import { crc32, deflateSync } from "node:zlib";

/** Files of pixels for tests: real ones, and PNGs that say of themselves what a test wants. */
type Format = "png" | "jpeg" | "webp";

/** Of one colour, 48 by 24 pixels, as a browser wrote them. */
const drawn: Readonly<Record<Exclude<Format, "png">, string>> = {
  jpeg:
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1" +
    "tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk" +
    "pKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAYADADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xA" +
    "AUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAT/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oA" +
    "DAMBAAIRAxEAPwCQBArAAAAAAAAAAf/Z",
  webp:
    "UklGRkQAAABXRUJQVlA4IDgAAAAwAwCdASowABgAPxGGu1csKSYjpWgBgCIJZwDRgA8KmggAAP7guX+vvKHYmQ/kc7" +
    "0qTGm034AAAA==",
};

/** A picture of 48 by 24 pixels. */
export function drawnPicture(format: Format): Uint8Array {
  if (format === "png") return pngOf(48, 24);
  return new Uint8Array(Buffer.from(drawn[format], "base64"));
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * A brown PNG. Past a million pixels it has none of them, though it says so: a bomb's header.
 * @param more chunks by name before the pixels, each with eight bytes
 */
export function pngOf(width: number, height: number, more: readonly string[] = []): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const isDrawn = width * height <= 1_000_000;
  const row = Buffer.alloc(1 + (isDrawn ? width : 0) * 3, Buffer.from([0x93, 0x50, 0x20]));
  row[0] = 0;
  const rows = Buffer.concat(Array.from({ length: isDrawn ? height : 1 }, () => row));
  return new Uint8Array([
    ...SIGNATURE,
    ...chunk("IHDR", head),
    ...more.flatMap((name) => [...chunk(name, Buffer.alloc(8))]),
    ...chunk("IDAT", deflateSync(rows)),
    ...chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.byteLength);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
