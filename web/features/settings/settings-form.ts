import type { Schemas } from "../../api/client.ts";
import { isLegible, readColour } from "../../../server/platform/pages/accent-colours.ts";

export type Settings = Schemas["Settings"];

type Language = Settings["languages"][number];

/** What the form holds; colours as they are being typed. */
export interface FormValues {
  name: string;
  showsName: boolean;
  light: string;
  dark: string;
  languages: Language[];
  defaultLanguage: Language;
  currencies: string[];
}

/** What is wrong with a field, by a key of the texts. */
export type FieldProblem =
  | "nameMissing"
  | "nameTooLong"
  | "noColour"
  | "illegible"
  | "noLanguage"
  | "defaultNotOffered"
  | "noCurrency";

export type FieldProblems = Partial<Record<keyof FormValues, FieldProblem>>;

const NAME_MAX = 60;

export function valuesOf(settings: Settings): FormValues {
  const { name, showsName, accents, languages, defaultLanguage, currencies } = settings;
  const lists = { languages: [...languages], currencies: [...currencies] };
  return { name, showsName, light: accents.light, dark: accents.dark, defaultLanguage, ...lists };
}

/** @param version the one that the values were made from */
export function changeOf(values: FormValues, version: number): Schemas["SettingsChange"] {
  const { light, dark, name, ...rest } = values;
  const accents = { light: readColour(light) ?? light, dark: readColour(dark) ?? dark };
  return { version, name: name.trim(), accents, ...rest };
}

/** The same as the server asks; it has the last word. */
export function findProblems(values: FormValues): FieldProblems {
  const name = values.name.trim();
  const found: Record<keyof FormValues, FieldProblem | undefined> = {
    name: name === "" ? "nameMissing" : name.length > NAME_MAX ? "nameTooLong" : undefined,
    showsName: undefined,
    light: colourProblem(values.light, "light"),
    dark: colourProblem(values.dark, "dark"),
    languages: values.languages.length === 0 ? "noLanguage" : undefined,
    defaultLanguage: values.languages.includes(values.defaultLanguage)
      ? undefined
      : "defaultNotOffered",
    currencies: values.currencies.length === 0 ? "noCurrency" : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined));
}

function colourProblem(text: string, scheme: "light" | "dark"): FieldProblem | undefined {
  const colour = readColour(text);
  if (colour === undefined) return "noColour";
  return isLegible(colour, scheme) ? undefined : "illegible";
}

/**
 * Somebody else was faster: what was typed here stays, and what was not touched becomes theirs.
 * @param base what the typing began from
 */
export function mergeValues(base: FormValues, typed: FormValues, newest: FormValues): FormValues {
  const kept = Object.entries(typed).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(base[key as keyof FormValues]),
  );
  return { ...newest, ...Object.fromEntries(kept) };
}

/** The form's field of a refusal's path: `accents.light`, `currencies.2`. */
export function fieldOfPath(path: string): keyof FormValues | undefined {
  const [first = "", second = ""] = path.split(".");
  if (first === "accents") return second === "dark" ? "dark" : "light";
  const fields = ["name", "showsName", "languages", "defaultLanguage", "currencies"] as const;
  return fields.find((field) => field === first);
}

/** Rounded down, so that what is too little never looks like enough. */
export function shownContrast(contrast: number): string {
  return (Math.floor(contrast * 100) / 100).toFixed(2);
}

/** ISO 4217 gives metals, funds and tests a code with X; a few real currencies have one, too. */
const REAL_X = new Set(["XAF", "XCD", "XCG", "XOF", "XPF"]);

export function sellableCurrencies(): string[] {
  return Intl.supportedValuesOf("currency").filter(
    (code) => !code.startsWith("X") || REAL_X.has(code),
  );
}
