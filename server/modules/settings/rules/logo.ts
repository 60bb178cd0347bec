/** Bytes; a logo on every page should be small. */
export const LOGO_BYTES_MAX = 256 * 1024;

/** In a header, what is narrower than so many times its height would be a line. */
export const LOGO_LIMITS = {
  sideMin: 16,
  sideMax: 2048,
  widerMost: 8,
  tallerMost: 2,
  mayMove: false,
  forgivesEnd: false,
} as const;
