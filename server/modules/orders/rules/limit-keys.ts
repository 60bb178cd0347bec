import { createHmac } from "node:crypto";

/** What is limited in a sale: orders to one address, orders by one means of payment. */
export type LimitKind = "address" | "instrument";

/** The part of a delivery address that says where the parcel goes, whoever takes it. */
export interface LimitedAddress {
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly postalCode: string | null;
  readonly country: string;
}

/**
 * One spelling for the many of an address: letters and digits alone, without case, accents and
 * width; street and flat together, because fans divide them differently. The city counts only where
 * there is no postal code. Names and phone numbers do not: they are what a hoarder would vary.
 * Abbreviations are not resolved: this hinders, it does not prove.
 */
export function normaliseAddress(address: LimitedAddress): string {
  const { country, postalCode, city, line1, line2 } = address;
  const area = lettersAndDigits(postalCode ?? "") || lettersAndDigits(city);
  return [country, area, lettersAndDigits(`${line1} ${line2 ?? ""}`)].join("|");
}

/**
 * What is kept instead of an address or of a provider's name for a means of payment: a hash under a
 * key of this sale, useless elsewhere and of no use without the installation's secret.
 * @param key 32 bytes, of this sale
 */
export function limitHash(key: Uint8Array, kind: LimitKind, value: string): Buffer {
  return createHmac("sha256", key).update(`${kind}\n${value}`).digest();
}

function lettersAndDigits(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}
