import { language } from "../../ui/language.ts";

const letters = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(65 + index));

/** What browsers name besides countries: unions, and codes that are reserved or withdrawn. */
const NONE = new Set(
  "AC AN BU CP CQ CS CT DD DG DY EA EU EZ FQ FX HV IC JT MI NH NQ NT PC PU PZ QO RH SU TA TP UK UN VD WK XA XB XK YD YU ZR ZZ".split(
    " ",
  ),
);

/** Every country by its code of ISO 3166-1, named and ordered as the reader's language does. */
export function countriesByName(): readonly { readonly value: string; readonly label: string }[] {
  const names = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !NONE.has(code))
    .flatMap((value) => {
      const label = names.of(value);
      return label === undefined ? [] : [{ value, label }];
    })
    .sort((one, other) => one.label.localeCompare(other.label, language));
}
