import { createInstance } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";

export const languages = { en: "English", "zh-Hans": "简体中文" } as const;

export type Language = keyof typeof languages;

/** The server has chosen the page's language, as for its own pages: by address, cookie, browser. */
export const language: Language = document.documentElement.lang === "zh-Hans" ? "zh-Hans" : "en";

const i18n = createInstance();

void i18n.use(initReactI18next).init({
  lng: language,
  fallbackLng: false,
  resources: {},
  interpolation: { escapeValue: false },
  returnNull: false,
});

type Words = Readonly<Record<string, string>>;

/** Plural forms are written apart (`seats_one`, `seats_other`) and asked for as one (`seats`). */
type KeyOf<W> = keyof W extends infer K
  ? K extends `${infer Base}_one` | `${infer Base}_other`
    ? Base
    : K extends string
      ? K
      : never
  : never;

/** The words of one feature in every language. */
export interface Texts<Key extends string> {
  readonly namespace: string;
  /** Only for the types. */
  readonly keys?: Key;
}

/**
 * Tells a feature's words in every language; what is missing in one does not compile.
 * @param english its keys are what the other language must have; Chinese has no `_one`
 */
export function defineTexts<English extends Words>(
  namespace: string,
  english: English,
  chinese: Readonly<Record<Exclude<keyof English, `${string}_one`>, string>>,
): Texts<KeyOf<English>> {
  i18n.addResourceBundle("en", namespace, english);
  i18n.addResourceBundle("zh-Hans", namespace, chinese);
  return { namespace };
}

type Values = Readonly<Record<string, string | number>>;

/** Words with values put in (`{{name}}`); `count` chooses the plural form. */
export type Say<Key extends string> = (key: Key, values?: Values) => string;

export function useTexts<Key extends string>(texts: Texts<Key>): Say<Key> {
  // The library infers keys and values from a global type; here each feature has a type of its own.
  return useTranslation(texts.namespace, { i18n }).t as unknown as Say<Key>;
}

/** The same outside components. */
export function sayIn<Key extends string>(texts: Texts<Key>): Say<Key> {
  return i18n.getFixedT(language, texts.namespace) as unknown as Say<Key>;
}
