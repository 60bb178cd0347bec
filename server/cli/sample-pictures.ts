import { crc32, deflateSync } from "node:zlib";

/** What a picture of an invented phone is made of: colours as `#rrggbb`. */
export interface SamplePicture {
  readonly ground: string;
  readonly light: string;
  readonly body: string;
  readonly screen: string;
  readonly mark: string;
  readonly side: "front" | "back";
}

const WIDTH = 960;
const HEIGHT = 720;

type Colour = readonly [red: number, green: number, blue: number];

/** One shape: how far a point is outside of it (negative inside), and its colour. */
interface Shape {
  readonly colour: Colour;
  readonly distance: (x: number, y: number) => number;
}

/**
 * A calm picture of a phone, drawn from a few shapes, so that a new installation has something to
 * show without a file in the repository. @returns a PNG of 960 × 720 pixels
 */
export function drawSample(sample: SamplePicture): Uint8Array {
  const shapes = shapesOf(sample);
  const ground = colourOf(sample.ground);
  const rows = Buffer.alloc((WIDTH * 3 + 1) * HEIGHT);
  let at = 0;
  for (let y = 0; y < HEIGHT; y += 1) {
    // Each row begins with how it is filtered: not at all.
    at += 1;
    for (let x = 0; x < WIDTH; x += 1) {
      let [red, green, blue] = ground;
      for (const { colour, distance } of shapes) {
        // The border of a shape is one pixel wide, and half of each side's colour.
        const cover = Math.min(1, Math.max(0, 0.5 - distance(x + 0.5, y + 0.5)));
        if (cover === 0) continue;
        red += (colour[0] - red) * cover;
        green += (colour[1] - green) * cover;
        blue += (colour[2] - blue) * cover;
      }
      rows[at] = red;
      rows[at + 1] = green;
      rows[at + 2] = blue;
      at += 3;
    }
  }
  return encodePng(rows);
}

function shapesOf({ light, body, screen, mark, side }: SamplePicture): readonly Shape[] {
  const [middle, centre] = [WIDTH / 2, HEIGHT / 2];
  const sun = circle(middle + 90, centre - 30, 250, light);
  const shadow = box(middle + 16, centre + 22, 146, 282, 44, darker(light));
  const phone = box(middle, centre, 146, 286, 44, body);
  if (side === "front") {
    return [
      sun,
      shadow,
      phone,
      box(middle, centre, 132, 272, 32, screen),
      circle(middle - 40, centre + 130, 120, mark, 132, 272),
      circle(middle + 60, centre + 190, 90, body, 132, 272),
      box(middle, centre - 250, 34, 8, 8, body),
    ];
  }
  return [
    sun,
    shadow,
    phone,
    box(middle - 66, centre - 190, 58, 74, 26, screen),
    circle(middle - 66, centre - 222, 26, mark),
    circle(middle - 66, centre - 222, 12, body),
    circle(middle - 66, centre - 158, 26, mark),
    circle(middle - 66, centre - 158, 12, body),
    circle(middle, centre + 200, 16, mark),
  ];
}

/** @param clipX half the width, and `clipY` half the height, of a frame in the middle of it all */
function circle(
  left: number,
  top: number,
  radius: number,
  colour: string,
  clipX = WIDTH,
  clipY = HEIGHT,
): Shape {
  const frame = box(WIDTH / 2, HEIGHT / 2, clipX, clipY, 32, colour);
  return {
    colour: frame.colour,
    distance: (x, y) => Math.max(Math.hypot(x - left, y - top) - radius, frame.distance(x, y)),
  };
}

/** A box with round corners, by its middle and half its sides. */
function box(
  left: number,
  top: number,
  halfWidth: number,
  halfHeight: number,
  radius: number,
  colour: string,
): Shape {
  return {
    colour: colourOf(colour),
    distance(x, y) {
      const outX = Math.abs(x - left) - halfWidth + radius;
      const outY = Math.abs(y - top) - halfHeight + radius;
      const inside = Math.min(Math.max(outX, outY), 0);
      return Math.hypot(Math.max(outX, 0), Math.max(outY, 0)) + inside - radius;
    },
  };
}

function colourOf(hex: string): Colour {
  const number = Number.parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

function darker(hex: string): string {
  const parts = colourOf(hex).map((part) => Math.round(part * 0.88));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** Eight bits a channel, three channels (https://www.w3.org/TR/png-3/). */
function encodePng(rows: Uint8Array): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const around = Buffer.alloc(named.byteLength + 8);
  around.writeUInt32BE(data.byteLength);
  around.set(named, 4);
  around.writeUInt32BE(crc32(named), named.byteLength + 4);
  return around;
}
