/** The most that a logo takes of a header, in CSS pixels: a phone has 360 for all of it. */
const WIDTH_MAX = 144;
const HEIGHT_MAX = 36;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** In which size a picture is shown: as large as the header has room for, its shape unchanged. */
export function logoBox({ width, height }: Size): Size {
  const scale = Math.min(WIDTH_MAX / width, HEIGHT_MAX / height);
  const shown = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  return { width: shown(width), height: shown(height) };
}
