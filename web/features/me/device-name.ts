/** What of a browser's own description is worth telling; undefined where it says nothing known. */
export interface Device {
  readonly browser: string | undefined;
  readonly system: string | undefined;
}

/** The first that fits counts: most browsers also call themselves by another's name. */
const BROWSERS: readonly (readonly [sign: RegExp, name: string])[] = [
  [/MicroMessenger\//, "WeChat"],
  [/Edg(?:A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/MiuiBrowser\//, "Mi Browser"],
  [/HuaweiBrowser\//, "Huawei Browser"],
  [/(?:Firefox|FxiOS)\//, "Firefox"],
  [/(?:Chrome|CriOS)\//, "Chrome"],
  [/Safari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [sign: RegExp, name: string])[] = [
  [/OpenHarmony|HarmonyOS/, "HarmonyOS"],
  [/Android/, "Android"],
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

export function deviceOf(userAgent: string | null): Device {
  const text = userAgent ?? "";
  const first = (signs: typeof BROWSERS) => signs.find(([sign]) => sign.test(text))?.[1];
  return { browser: first(BROWSERS), system: first(SYSTEMS) };
}
