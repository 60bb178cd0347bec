import {
  createTheme,
  type CSSVariablesResolver,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
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

/** The library reckons with one shade; what stands on the accent differs between the schemes. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colours = defaultVariantColorsResolver(input);
  const isAccent = input.color === undefined || input.color === "accent";
  return input.variant === "filled" && isAccent
    ? { ...colours, color: "var(--on-accent)" }
    : colours;
};

export const theme = createTheme({
  colors: { accent },
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  variantColorResolver,
  luminanceThreshold: 0.36,
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--font-code)",
  headings: { fontFamily: "var(--font)", fontWeight: "650" },
  defaultRadius: "md",
  radius: { md: "var(--radius-s)", lg: "var(--radius)" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Paper: { defaultProps: { bg: "var(--surface)" } },
    Notification: {
      defaultProps: { closeButtonProps: { "aria-label": sayIn(uiTexts)("close") } },
    },
  },
});

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
    "--mantine-color-accent-text": "var(--accent)",
    "--mantine-primary-color-contrast": "var(--on-accent)",
    "--mantine-color-accent-filled": "var(--accent)",
    "--mantine-color-accent-filled-hover": "var(--accent-strong)",
    "--mantine-color-accent-light": "var(--accent-wash)",
    "--mantine-color-accent-light-color": "var(--accent-strong)",
    "--mantine-color-accent-outline": "var(--accent)",
    "--mantine-color-red-outline": "var(--alarm)",
    "--mantine-color-red-outline-hover": "var(--alarm-wash)",
    "--mantine-color-red-light": "var(--alarm-wash)",
    "--mantine-color-red-light-color": "var(--alarm)",
  };
  return { variables: {}, light: shared, dark: shared };
};
