import { expect, test } from "bun:test";
import { limitHash, normaliseAddress } from "./limit-keys.ts";

const HOME = {
  line1: "12 Rue de l'Église",
  line2: "Apt 5",
  city: "Paris",
  postalCode: "75015",
  country: "FR",
};

test("spellings of one address are one address", () => {
  const spellings = [
    { ...HOME, line1: "12, rue de l’eglise" },
    { ...HOME, line1: "12 RUE DE L'ÉGLISE APT 5", line2: null },
    { ...HOME, line1: "１２ Rue de l Eglise", line2: "apt. 5" },
    { ...HOME, postalCode: "75 015", city: "PARIS 15" },
  ];
  for (const spelling of spellings) {
    expect(normaliseAddress(spelling)).toBe(normaliseAddress(HOME));
  }
});

test("neighbours are not one address", () => {
  const others = [
    { ...HOME, line2: "Apt 6" },
    { ...HOME, line1: "13 Rue de l'Église" },
    { ...HOME, postalCode: "75016" },
    { ...HOME, country: "BE" },
  ];
  const known = new Set([HOME, ...others].map(normaliseAddress));
  expect(known.size).toBe(others.length + 1);
});

test("where there is no postal code, the city counts", () => {
  const inCity = (city: string) => normaliseAddress({ ...HOME, postalCode: null, city });
  expect(inCity("Hong Kong")).toBe(inCity("HONG KONG"));
  expect(inCity("Hong Kong")).not.toBe(inCity("Kowloon"));
});

test("a hash says nothing outside its sale and its kind", () => {
  const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const hashes = [
    limitHash(first, "address", "x"),
    limitHash(second, "address", "x"),
    limitHash(first, "instrument", "x"),
    limitHash(first, "address", "y"),
  ];
  expect(new Set(hashes.map((hash) => hash.toString("hex"))).size).toBe(4);
  expect(limitHash(first, "address", "x")).toEqual(limitHash(first, "address", "x"));
});
