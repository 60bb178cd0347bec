import { html } from "hono/html";
import type { Locale } from "../../../platform/locales.ts";
import type { SentForm } from "../../../platform/pages/forms.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import { countries, type DeliveryAddress, deliveryAddressSchema } from "../../accounts/index.ts";
import { orderTexts } from "./order-texts.ts";

/** The fields of an address in the order in which they are asked, with their `autocomplete`. */
const FIELDS = {
  name: "name",
  line1: "address-line1",
  line2: "address-line2",
  city: "address-level2",
  region: "address-level1",
  postalCode: "postal-code",
  country: "country",
  phone: "tel",
} as const satisfies Record<keyof DeliveryAddress, string>;

export type AddressField = keyof typeof FIELDS;

export type AddressValues = Readonly<Partial<Record<AddressField, string | null>>>;

/** What is wrong, by field; the words are in the reader's language. */
export type FieldProblems = Readonly<Partial<Record<string, string>>>;

const names = Object.keys(FIELDS) as AddressField[];

/** The address that a form brought: as values to show again, and checked. */
export function readAddress(
  form: SentForm,
  locale: Locale,
): {
  readonly values: AddressValues;
  readonly address: DeliveryAddress | undefined;
  readonly problems: FieldProblems;
} {
  const t = textsIn(orderTexts, locale);
  const values = Object.fromEntries(names.map((name) => [name, form.text(name)]));
  const parsed = deliveryAddressSchema.safeParse(values);
  if (parsed.success) return { values, address: parsed.data, problems: {} };
  const wrong = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  const problems = Object.fromEntries(
    [...wrong].map((name) => {
      if (name === "country") return [name, t.badCountry];
      if (values[name] === "") return [name, t.missing];
      return [name, name === "phone" ? t.badPhone : t.unfit];
    }),
  );
  return { values, address: undefined, problems };
}

export function addressFields(
  locale: Locale,
  values: AddressValues,
  problems: FieldProblems,
): Markup {
  const t = textsIn(orderTexts, locale);
  const field = (name: Exclude<AddressField, "country">) =>
    html`<div class="field">
      <label for="${name}">${t[name]}</label>
      <input
        id="${name}"
        name="${name}"
        type="${name === "phone" ? "tel" : "text"}"
        autocomplete="${FIELDS[name]}"
        value="${values[name] ?? ""}"
        maxlength="120"
        ${invalid(name, problems)}
      />
      ${fieldProblem(name, problems)}
    </div>`;
  return html`${field("name")} ${field("line1")} ${field("line2")}
    <div class="pair">${field("postalCode")} ${field("city")}</div>
    ${field("region")}
    <div class="field">
      <label for="country">${t.country}</label>
      <select id="country" name="country" autocomplete="country" ${invalid("country", problems)}>
        <option value="">${t.chooseCountry}</option>
        ${countryOptions(locale).map(
          ([code, name]) =>
            html`<option value="${code}" ${code === values.country ? html`selected` : ""}>
              ${name}
            </option>`,
        )}
      </select>
      ${fieldProblem("country", problems)}
    </div>
    ${field("phone")}`;
}

/** The attributes of a field that has a problem. */
export function invalid(name: string, problems: FieldProblems): Markup | "" {
  if (problems[name] === undefined) return "";
  return html`aria-invalid="true" aria-describedby="${name}-problem"`;
}

export function fieldProblem(name: string, problems: FieldProblems): Markup | "" {
  const problem = problems[name];
  if (problem === undefined) return "";
  return html`<p id="${name}-problem" class="field-problem">${problem}</p>`;
}

/** An address in one line, with its country by name. */
export function addressText(address: DeliveryAddress, locale: Locale): string {
  const { name, line1, line2, city, region, postalCode, country } = address;
  const countryName = new Map(countryOptions(locale)).get(country) ?? country;
  const town = [postalCode, city].filter((part) => part !== null && part !== "").join(" ");
  return [name, line1, line2, town, region, countryName]
    .filter((part) => part !== null && part !== "")
    .join(locale === "en" ? ", " : "，");
}

const options = new Map<Locale, readonly (readonly [string, string])[]>();

/** Countries by their names in the language, in its order. */
function countryOptions(locale: Locale): readonly (readonly [string, string])[] {
  let found = options.get(locale);
  if (found === undefined) {
    const display = new Intl.DisplayNames(locale, { type: "region" });
    found = countries
      .map((code) => [code, display.of(code) ?? code] as const)
      .toSorted(([, a], [, b]) => a.localeCompare(b, locale));
    options.set(locale, found);
  }
  return found;
}
