import {
  createTheme,
  type CSSVariablesResolver,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from "@mantine/core";
import { sayIn } from "./language.ts";
import { uiTexts } from "./ui-texts.ts";

/**
 * The component library in the colours, type and spacing of `tokens.css`, which the pages of the
 * server have too. What has no token keeps the library's own.
 */
const accent: MantineColorsTuple = [
  "#fbf0e0",
  "#f6dfc0",
  "#f3cf9d",
  "#f3b567",
  "#e0913a",
  "#c8761d",
  "#ac5b08",
  "#934800",
  "#743800",
  "#4d2500",
];

export const theme = createTheme({
  colors: { accent },
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.36,
  // The library would take the light scheme's contrast for both.
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    const color = input.color ?? "accent";
    const isOurs = input.variant === "filled" && (color === "accent" || color === "red");
    return isOurs ? { ...colours, color: "var(--on-accent)" } : colours;
  },
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--font-code)",
  headings: { fontFamily: "var(--font)", fontWeight: "650" },
  defaultRadius: "md",
  radius: { md: "var(--radius-s)", lg: "var(--radius)" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Paper: { defaultProps: { bg: "var(--surface)" } },
    Checkbox: { defaultProps: { iconColor: "var(--on-accent)" } },
    Radio: { defaultProps: { iconColor: "var(--on-accent)" } },
    // The cross that closes a notice has no words of its own.
    Notification: {
      defaultProps: { closeButtonProps: { "aria-label": sayIn(uiTexts)("close") } },
    },
    // On its content's ground, so that the first line does not stand against an edge.
    Modal: { styles: { header: { backgroundColor: "var(--surface)" } } },
    // The page has one banner; a dialog's title is no second one.
    ModalHeader: { defaultProps: { role: "presentation" } },
  },
});

/** The shade that is the accent itself, as `primaryShade` says; others lead to white and black. */
const ANCHORS = { light: 7, dark: 3 } as const;

/** The accent's ten shades follow the brand's accent, which may change while the app is open. */
function shadesOf(scheme: keyof typeof ANCHORS): Record<string, string> {
  const anchor = ANCHORS[scheme];
  return Object.fromEntries(
    accent.map((_, shade) => {
      const share = shade < anchor ? (anchor - shade) / (anchor + 1) : (shade - anchor) / 10;
      const end = `${shade < anchor ? "white" : "black"} ${Math.round(share * 100)}%`;
      return [`--mantine-color-accent-${shade}`, `color-mix(in srgb, var(--accent), ${end})`];
    }),
  );
}

export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--paper)",
    "--mantine-color-text": "var(--ink)",
    "--mantine-color-dimmed": "var(--ink-soft)",
    "--mantine-color-placeholder": "var(--ink-soft)",
    "--mantine-color-anchor": "var(--accent)",
    "--mantine-color-error": "var(--alarm)",
    "--mantine-color-default": "var(--surface)",
    "--mantine-color-default-hover": "var(--sunken)",
    "--mantine-color-default-color": "var(--ink)",
    "--mantine-color-default-border": "var(--line-strong)",
    "--mantine-primary-color-contrast": "var(--on-accent)",
    "--mantine-color-accent-text": "var(--accent)",
    "--mantine-color-accent-filled": "var(--accent)",
    "--mantine-color-accent-filled-hover": "var(--accent-strong)",
    "--mantine-color-accent-light": "var(--accent-wash)",
    "--mantine-color-accent-light-color": "var(--accent-strong)",
    "--mantine-color-accent-outline": "var(--accent)",
    "--mantine-color-red-filled": "var(--alarm)",
    "--mantine-color-red-filled-hover": "color-mix(in srgb, var(--alarm), var(--ink) 15%)",
    "--mantine-color-red-outline": "var(--alarm)",
    "--mantine-color-red-outline-hover": "var(--alarm-wash)",
    "--mantine-color-red-light": "var(--alarm-wash)",
    "--mantine-color-red-light-color": "var(--alarm)",
  };
  return {
    variables: {},
    light: { ...shared, ...shadesOf("light") },
    dark: { ...shared, ...shadesOf("dark") },
  };
};
