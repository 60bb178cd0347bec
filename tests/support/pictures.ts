import { crc32, deflateSync } from "node:zlib";

/** A PNG of one colour: a whole one, as a camera or a drawing program would write it. */
export function pngOf(width: number, height: number, grey = 128): Buffer {
  const rows = Buffer.alloc((width + 1) * height, grey);
  for (let row = 0; row < height; row += 1) rows[row * (width + 1)] = 0;
  return pngAround(width, height, deflateSync(rows));
}

/**
 * A PNG that says that it has this size, whatever it holds.
 * @param more chunks by name before the pixels, each with eight bytes
 */
export function pngAround(
  width: number,
  height: number,
  data: Uint8Array,
  more: readonly string[] = [],
): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits a pixel, shades of grey.
  head[8] = 8;
  return Buffer.concat([
    Buffer.from("\u0089PNG\r\n\u001A\n", "latin1"),
    chunk("IHDR", head),
    ...more.map((name) => chunk(name, Buffer.alloc(8))),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const around = Buffer.alloc(4);
  around.writeUInt32BE(data.byteLength);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([around, named, sum]);
}

/** The head of a JPEG up to its first scan. @param orientation as Exif tells it, if it does */
export function jpegOf(width: number, height: number, orientation?: number): Buffer {
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  const frame = [0xff, 0xc2, 0, 11, 8, ...size, 1, 1, 0x11, 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0x34, 0xff, 0xd9];
  return Buffer.from([0xff, 0xd8, ...exif(orientation), ...frame, ...scan]);
}

function exif(orientation: number | undefined): readonly number[] {
  if (orientation === undefined) return [];
  const tiff = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0];
  const entry = [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
  const body = [...Buffer.from("Exif\0\0", "latin1"), ...tiff, ...entry];
  return [0xff, 0xe1, 0, body.length + 2, ...body];
}

/** The head of a WebP in one of its three forms. */
export function webpOf(form: "VP8 " | "VP8L" | "VP8X", width: number, height: number): Buffer {
  const data = Buffer.alloc(10);
  if (form === "VP8 ") {
    data.set([0x10, 0, 0, 0x9d, 0x01, 0x2a]);
    data.writeUInt16LE(width, 6);
    data.writeUInt16LE(height, 8);
  } else if (form === "VP8L") {
    data[0] = 0x2f;
    data.writeUInt32LE((width - 1) | ((height - 1) << 14), 1);
  } else {
    data.writeUIntLE(width - 1, 4, 3);
    data.writeUIntLE(height - 1, 7, 3);
  }
  const head = Buffer.alloc(8);
  head.write(form, "latin1");
  head.writeUInt32LE(data.length, 4);
  const riff = Buffer.alloc(8);
  riff.write("RIFF", "latin1");
  riff.writeUInt32LE(4 + head.length + data.length, 4);
  return Buffer.concat([riff, Buffer.from("WEBP", "latin1"), head, data]);
}

/** Of one colour, 48 by 24 pixels, as a browser wrote them. */
const drawn: Readonly<Record<"jpeg" | "webp", string>> = {
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
export function drawnPicture(format: "png" | "jpeg" | "webp"): Uint8Array {
  if (format === "png") return pngOf(48, 24);
  return new Uint8Array(Buffer.from(drawn[format], "base64"));
}
