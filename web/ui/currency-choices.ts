import { api } from "../api/client.ts";
import { formatCurrencyName } from "./formats.ts";

export interface CurrencyChoice {
  readonly value: string;
  readonly label: string;
}

export const currencyChoice = (code: string): CurrencyChoice => ({
  value: code,
  label: `${code} · ${formatCurrencyName(code)}`,
});

/** The currencies that the settings offer, and the one that is chosen already, if it is another. */
export function useCurrencyChoices(chosen: string | null): CurrencyChoice[] {
  const settings = api.useQuery("get", "/api/v1/settings");
  const codes = new Set(settings.data?.currencies);
  if (chosen !== null) codes.add(chosen);
  return [...codes].map(currencyChoice);
}
