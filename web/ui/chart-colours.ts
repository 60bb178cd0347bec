/**
 * The colours of charts' series; each has a contrast of 3:1 or more with both grounds, and they
 * differ in lightness where they stand beside each other (WCAG 2.2, 1.4.11).
 */
export const chartColours = {
  amber: "light-dark(#934800, #f3b567)",
  blue: "light-dark(#1c5f94, #79b8ec)",
  green: "light-dark(#2c7a47, #7fd19b)",
  red: "light-dark(#a5221a, #ff9d91)",
  grey: "light-dark(#6d675c, #b3ac9f)",
} as const;
