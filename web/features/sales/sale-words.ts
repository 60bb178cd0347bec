import { formatNumber } from "../../ui/formats.ts";
import { language } from "../../ui/language.ts";
import { digitsOf } from "./amounts.ts";

const unitFormats = {
  day: unitFormat("day"),
  hour: unitFormat("hour"),
  minute: unitFormat("minute"),
  second: unitFormat("second"),
} as const;

function unitFormat(unit: "day" | "hour" | "minute" | "second"): Intl.NumberFormat {
  const locale = language === "zh-Hans" ? "zh-Hans-CN" : "en";
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" });
}

/** How long something lasts, in its largest unit and the next: `15 minutes`, `2 小时 5 分钟`. */
export function formatLength(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [large, largeSeconds, small, smallSeconds] =
    whole >= 86_400
      ? (["day", 86_400, "hour", 3_600] as const)
      : whole >= 3_600
        ? (["hour", 3_600, "minute", 60] as const)
        : (["minute", 60, "second", 1] as const);
  const count = Math.floor(whole / largeSeconds);
  const rest = Math.floor((whole % largeSeconds) / smallSeconds);
  const parts = [
    ...(count > 0 ? [unitFormats[large].format(count)] : []),
    ...(rest > 0 || count === 0 ? [unitFormats[small].format(rest)] : []),
  ];
  return parts.join(" ").replaceAll(/(\d)(?=\p{Script=Han})/gu, "$1 ");
}

/** An example of an amount as it is typed, with the digits that the currency has. */
export function amountExample(currency: string): string {
  const digits = digitsOf(currency);
  return digits === 0 ? "5000" : `50.${"0".repeat(digits)}`;
}

/** Percent as it stands in the form. */
export function formatMargin(share: number): string {
  return `${formatNumber(share * 100)}%`;
}
