import { expect, test } from "bun:test";
import { testDatabase } from "../../tests/support/database.ts";
import { testPlatform } from "../../tests/support/platform.ts";
import { cliOperator, createAccounts } from "../modules/accounts/index.ts";
import { createCatalogue, minorDigitsOf } from "../modules/catalogue/index.ts";
import { loadSampleBrand } from "./sample-brand.ts";

const platform = testPlatform(await testDatabase());
const catalogue = createCatalogue(platform, createAccounts(platform));
const actor = { operator: cliOperator };

test("the sample brand is loaded once, in two languages, at the scenario's prices", async () => {
  const created = await loadSampleBrand(catalogue, actor);
  expect(created.map(({ names }) => names["en"])).toEqual([
    "Siskin One",
    "Siskin One Light",
    "Siskin Seed",
  ]);
  for (const { names, variants } of created) {
    for (const named of [{ names }, ...variants]) {
      expect(Object.keys(named.names)).toEqual(["en", "zh-Hans"]);
    }
  }
  for (const { descriptions, pictures } of created) {
    expect(Object.keys(descriptions)).toEqual(["en", "zh-Hans"]);
    for (const { width, height, sizeBytes, texts } of pictures) {
      expect([width, height, Object.keys(texts)]).toEqual([960, 720, ["en", "zh-Hans"]]);
      expect(sizeBytes).toBeLessThan(100_000);
    }
  }
  expect(created.map(({ pictures }) => pictures.length)).toEqual([2, 1, 1]);
  const currencies = created.flatMap(({ variants }) =>
    variants.flatMap(({ prices }) => prices.map(({ currency }) => minorDigitsOf(currency))),
  );
  expect(new Set(currencies)).toEqual(new Set([2]));
  expect(created[0]?.variants[0]?.prices).toEqual([
    { currency: "CNY", amountMinor: 199_900 },
    { currency: "USD", amountMinor: 32_200 },
  ]);
  expect(await loadSampleBrand(catalogue, actor)).toEqual([]);
  const { items } = await catalogue.listProducts({ state: "all", limit: 100 });
  expect(items).toEqual([...created]);
});
