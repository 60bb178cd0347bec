/**
 * The brand's accent, and what derives from it. Pure, and without anything of the server: the web
 * app shows with it how a colour would look before it is saved.
 */
export type ColourScheme = "light" | "dark";

export const colourSchemes = ["light", "dark"] as const;

/** One accent for each scheme, as `#rrggbb` in lower case. */
export type AccentColours = Readonly<Record<ColourScheme, string>>;

/** WCAG 2.2, success criterion 1.4.3: text of any size. */
export const CONTRAST_MIN = 4.5;

/** The accents of `tokens.css`, for a brand that has not chosen any. */
export const defaultAccents: AccentColours = { light: "#934800", dark: "#f3b567" };

/** What text in the accent stands on: paper, surface and sunken of `tokens.css`. */
const backgrounds: Readonly<Record<ColourScheme, readonly string[]>> = {
  light: ["#faf9f6", "#ffffff", "#f1eee7"],
  dark: ["#141312", "#1e1c1a", "#282522"],
};

const surface: AccentColours = { light: "#ffffff", dark: "#1e1c1a" };

/** The hand-picked companions of the default accents. */
const defaultFamilies: Readonly<Record<ColourScheme, AccentFamily>> = {
  light: { accent: "#934800", strong: "#743800", on: "#ffffff", wash: "#fbf0e0" },
  dark: { accent: "#f3b567", strong: "#ffca88", on: "#241400", wash: "#33271a" },
};

/** An accent with its companions: under the pointer, text on it, and as a tint of a surface. */
export interface AccentFamily {
  readonly accent: string;
  readonly strong: string;
  readonly on: string;
  readonly wash: string;
}

/** The tints that are tried, the strongest first; on the last one, text reads as on the surface. */
const WASHES = [0.12, 0.09, 0.06, 0.03, 0];

/** The colour as it is kept, `#rrggbb` in lower case; undefined for anything else. */
export function readColour(text: string): string | undefined {
  const trimmed = text.trim().toLowerCase();
  return /^#[0-9a-f]{6}$/.test(trimmed) ? trimmed : undefined;
}

/** WCAG 2.2, contrast ratio: 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [brighter = 0, darker = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a);
  return (brighter + 0.05) / (darker + 0.05);
}

/** The least contrast that text in this accent has on a page of this scheme. */
export function contrastOnPages(accent: string, scheme: ColourScheme): number {
  return Math.min(...backgrounds[scheme].map((background) => contrastOf(accent, background)));
}

export function isLegible(accent: string, scheme: ColourScheme): boolean {
  return contrastOnPages(accent, scheme) >= CONTRAST_MIN;
}

/** @param accent one that is legible in the scheme; then its companions are so, too */
export function accentFamily(accent: string, scheme: ColourScheme): AccentFamily {
  if (accent === defaultAccents[scheme]) return defaultFamilies[scheme];
  const strong = mix(accent, scheme === "light" ? "#000000" : "#ffffff", 0.22);
  const inks = ["#ffffff", mix(accent, "#000000", 0.9)];
  const [on = "#ffffff"] = inks.toSorted((a, b) => contrastOf(b, accent) - contrastOf(a, accent));
  const washes = WASHES.map((share) => mix(surface[scheme], accent, share));
  const wash = washes.find((tint) => contrastOf(accent, tint) >= CONTRAST_MIN) ?? surface[scheme];
  return { accent, strong, on, wash };
}

/** The custom properties of `tokens.css` that follow the brand; their values hold colours alone. */
export function accentProperties(accents: AccentColours): Readonly<Record<string, string>> {
  const light = accentFamily(accents.light, "light");
  const dark = accentFamily(accents.dark, "dark");
  const both = (part: keyof AccentFamily) =>
    `light-dark(${spelled(light[part])},${spelled(dark[part])})`;
  return {
    "--accent": both("accent"),
    "--accent-strong": both("strong"),
    "--on-accent": both("on"),
    "--accent-wash": both("wash"),
  };
}

/** The same as a rule of a style sheet, behind `tokens.css`. */
export function accentCss(accents: AccentColours): string {
  const lines = Object.entries(accentProperties(accents)).map(
    ([name, value]) => `${name}:${value}`,
  );
  return `:root{${lines.join(";")}}`;
}

/** Written anew from its numbers, so that whatever comes here, nothing but a colour leaves. */
function spelled(colour: string): string {
  return hexOf(channelsOf(colour));
}

/** @param share how much of the other colour, 0 to 1 */
function mix(colour: string, other: string, share: number): string {
  const others = channelsOf(other);
  return hexOf(
    channelsOf(colour).map((channel, index) => channel + ((others[index] ?? 0) - channel) * share),
  );
}

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channelsOf(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function hexOf(channels: readonly number[]): string {
  const parts = channels.map((channel) => Math.round(channel).toString(16).padStart(2, "0"));
  return `#${parts.join("")}`;
}
