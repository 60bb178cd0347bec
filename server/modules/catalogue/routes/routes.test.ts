import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { createApiClient, type Reply } from "../../../../tests/support/api-client.ts";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { createApp } from "../../../platform/http/app.ts";
import { newId } from "../../../platform/ids.ts";
import { cliOperator, createAccounts, type OperatorRole } from "../../accounts/index.ts";
import { createCatalogue } from "../index.ts";

const database = await testDatabase();
const platform = testPlatform(database);
const accounts = createAccounts(platform);
const catalogue = createCatalogue(platform, accounts);
const app = createApp({
  config: platform.config,
  log: platform.log,
  metrics: platform.metrics,
  mounts: [...accounts.mounts, ...catalogue.mounts],
  unready: () => Promise.resolve(undefined),
  version: "0.0.0",
});

async function keyOf(role: OperatorRole): Promise<string> {
  const key = await accounts.createApiKey({ name: role, role }, { operator: cliOperator });
  return `Bearer ${key.token}`;
}

const owner = await keyOf("owner");
const support = await keyOf("support");

const send = createApiClient(app);

const names = { en: "Siskin One", "zh-hans": "黄雀一号" };
const keptNames = { en: "Siskin One", "zh-Hans": "黄雀一号" };
const prices = [{ currency: "CNY", amountMinor: 199_900 }];
const shownPrices = [{ currency: "CNY", amountMinor: 199_900, minorDigits: 2 }];

async function createProduct(...skus: string[]): Promise<Reply> {
  const variants = skus.map((sku) => ({ sku, names, prices }));
  return send("POST", "/products", { body: { names, variants }, as: owner });
}

describe("an operator", () => {
  test("creates a product, which everybody then reads at its address", async () => {
    const created = await createProduct("ROUTE-1");
    expect(created.status).toBe(201);
    expect(created.headers.get("location")).toBe(`/api/v1/products/${created.body.id}`);
    expect(created.body).toMatchObject({ names: keptNames, version: 1, archivedAt: null });
    const read = await send("GET", `/products/${created.body.id}`);
    expect(read.status).toBe(200);
    expect(read.body).toEqual(created.body);
    expect(read.body["variants"]).toMatchObject([{ sku: "ROUTE-1", prices: shownPrices }]);
  });

  test("adds a variant, changes it, archives it and restores it", async () => {
    const product = await createProduct();
    const body = { sku: "ROUTE-2", names, prices: shownPrices };
    const added = await send("POST", `/products/${product.body.id}/variants`, { body, as: owner });
    expect(added.status).toBe(201);
    expect(added.headers.get("location")).toBe(`/api/v1/variants/${added.body.id}`);
    const path = `/variants/${added.body.id}`;
    const change = { version: 1, prices: [{ currency: "JPY", amountMinor: 39_800 }] };
    const changed = await send("PATCH", path, { body: change, as: owner });
    expect(changed.body).toMatchObject({
      version: 2,
      prices: [{ currency: "JPY", amountMinor: 39_800, minorDigits: 0 }],
    });
    const archived = await send("PUT", `${path}/archival`, { as: owner });
    expect(archived.body).toMatchObject({ archivedAt: expect.any(String), version: 3 });
    const restored = await send("DELETE", `${path}/archival`, { as: owner });
    expect(restored.body).toMatchObject({ archivedAt: null, version: 4 });
    expect((await send("GET", path)).body).toEqual(restored.body);
  });

  test("is told of the version that stands when somebody else was faster", async () => {
    const { body } = await createProduct();
    const change = { version: 1, names: { en: "Mine" } };
    expect((await send("PATCH", `/products/${body.id}`, { body: change, as: owner })).status).toBe(
      200,
    );
    const late = await send("PATCH", `/products/${body.id}`, { body: change, as: owner });
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({ code: "version_conflict", version: 2 });
  });

  test("is found in the audit log with the request's id", async () => {
    const created = await createProduct();
    const { rows } = await sql<{ action: string; request_id: string; operator_kind: string }>`
      select action, request_id, operator_kind from accounts.operator_actions
      where subject = ${`product:${created.body.id}`}
    `.execute(database.kysely);
    expect(rows).toEqual([
      {
        action: "product.created",
        request_id: created.headers.get("x-request-id") ?? "",
        operator_kind: "api_key",
      },
    ]);
  });
});

describe("writing", () => {
  const nobody = newId<"product">();
  const writes: readonly [method: string, path: string, body?: unknown][] = [
    ["POST", "/products", { names }],
    ["PATCH", `/products/${nobody}`, { version: 1, names }],
    ["PUT", `/products/${nobody}/archival`],
    ["DELETE", `/products/${nobody}/archival`],
    ["POST", `/products/${nobody}/variants`, { sku: "NO-1", names, prices }],
    ["PATCH", `/variants/${nobody}`, { version: 1, names }],
    ["PUT", `/variants/${nobody}/archival`],
    ["DELETE", `/variants/${nobody}/archival`],
  ];
  for (const [method, path, body] of writes) {
    const shown = `${method} ${path.replace(nobody, "{id}")}`;
    test(`is refused to strangers and to roles that may not: ${shown}`, async () => {
      const stranger = await send(method, path, { body });
      expect([stranger.status, stranger.body["code"]]).toEqual([401, "not_signed_in"]);
      const colleague = await send(method, path, { body, as: support });
      expect([colleague.status, colleague.body["code"]]).toEqual([403, "permission_missing"]);
    });

    if (path === "/products") continue;
    test(`names what is not there: ${shown}`, async () => {
      const answer = await send(method, path, { body, as: owner });
      const code = path.startsWith("/variants") ? "variant_not_found" : "product_not_found";
      expect([answer.status, answer.body["code"]]).toEqual([404, code]);
    });
  }
});

describe("a body", () => {
  const variant = { sku: "FORM-1", names, prices };
  const wrong: readonly [title: string, body: unknown][] = [
    ["has a field that nobody knows", { names, colour: "red" }],
    ["has an unknown field in a variant", { names, variants: [{ ...variant, stock: 5 }] }],
    ["has no names", {}],
    ["has no language", { names: {} }],
    ["has a language that is none", { names: { en_US: "One" } }],
    ["has an empty name", { names: { en: " " } }],
    ["has names that are no text", { names: { en: 5 } }],
    ["has a name for the prototype", JSON.parse(`{"names":{"__proto__":"One"}}`)],
    ["has a SKU in small letters", { names, variants: [{ ...variant, sku: "form-1" }] }],
    ["has one SKU twice", { names, variants: [variant, variant] }],
    ["has no price", { names, variants: [{ ...variant, prices: [] }] }],
    ["has a currency that is none", { names, variants: [priced("RMB", 1)] }],
    ["has an amount in fractions", { names, variants: [priced("CNY", 1999.5)] }],
    ["has an amount as text", { names, variants: [priced("CNY", "199900")] }],
    ["has a negative amount", { names, variants: [priced("CNY", -1)] }],
    ["takes yen for hundredths", { names, variants: [priced("JPY", 39_800, 2)] }],
    ["is a list", [{ names }]],
    ["is null", null],
  ];
  for (const [title, body] of wrong) {
    test(`is refused with a reason when it ${title}`, async () => {
      const before = await catalogue.listProducts({ state: "all", limit: 100 });
      const answer = await send("POST", "/products", { body, as: owner });
      expect([answer.status, answer.body["code"]]).toEqual([422, "invalid_request"]);
      const after = await catalogue.listProducts({ state: "all", limit: 100 });
      expect(after).toEqual(before);
    });
  }

  test("is refused when it is no JSON", async () => {
    const answer = await send("POST", "/products", { raw: "{", as: owner });
    expect([answer.status, answer.body["code"]]).toEqual([400, "malformed_json"]);
  });

  test("of a change is refused when it changes nothing", async () => {
    const [variant] = (await createProduct("FORM-2")).body["variants"] as { id: string }[];
    const path = `/variants/${variant?.id}`;
    const answer = await send("PATCH", path, { body: { version: 1 }, as: owner });
    expect([answer.status, answer.body["code"]]).toEqual([422, "invalid_request"]);
  });

  test("with a SKU that is taken is refused by name", async () => {
    await createProduct("FORM-3");
    const answer = await createProduct("FORM-3");
    expect([answer.status, answer.body["code"]]).toEqual([409, "sku_taken"]);
    expect(answer.body["sku"]).toBe("FORM-3");
  });

  function priced(currency: string, amountMinor: unknown, minorDigits?: number) {
    const price = { currency, amountMinor, ...(minorDigits === undefined ? {} : { minorDigits }) };
    return { ...variant, prices: [price] };
  }
});

describe("reading", () => {
  test("answers 304 to who has the newest version, and anew after a change", async () => {
    const { body } = await createProduct("READ-1");
    const path = `/products/${body.id}`;
    const first = await send("GET", path);
    const tag = first.headers.get("etag") ?? "";
    expect(tag).toMatch(/^"[\w-]{27}"$/);
    const headers = { "if-none-match": `"other", W/${tag}` };
    const again = await send("GET", path, { headers });
    expect([again.status, again.headers.get("etag")]).toEqual([304, tag]);
    const [variant] = first.body["variants"] as { id: string }[];
    const change = { version: 1, prices: [{ currency: "CNY", amountMinor: 1 }] };
    await send("PATCH", `/variants/${variant?.id}`, { body: change, as: owner });
    expect((await send("GET", path, { headers })).status).toBe(200);
  });

  test("goes through all pages without missing or repeating a product", async () => {
    for (let count = 0; count < 5; count += 1) await createProduct();
    const seen: string[] = [];
    let path: string | undefined = "/products?limit=2";
    while (path !== undefined) {
      const page = await send("GET", path);
      expect(page.status).toBe(200);
      seen.push(...(page.body["items"] as { id: string }[]).map(({ id }) => id));
      const { nextCursor } = page.body;
      path = typeof nextCursor === "string" ? `/products?limit=2&cursor=${nextCursor}` : undefined;
    }
    const all = await catalogue.listProducts({ state: "active", limit: 100 });
    expect(seen).toEqual(all.items.map(({ id }) => id));
  });

  test("shows archived products to operators only", async () => {
    const { body } = await createProduct("READ-2");
    await send("PUT", `/products/${body.id}/archival`, { as: owner });
    const shown = await send("GET", "/products?limit=100");
    expect(idsIn(shown)).not.toContain(body.id);
    for (const state of ["archived", "all"]) {
      expect((await send("GET", `/products?state=${state}`)).status).toBe(401);
      expect((await send("GET", `/products?state=${state}`, { as: support })).status).toBe(403);
      const hidden = await send("GET", `/products?state=${state}&limit=100`, { as: owner });
      expect(idsIn(hidden)).toContain(body.id);
      expect(hidden.headers.get("cache-control")).toBe("no-store");
    }
    expect((await send("GET", `/products/${body.id}`)).body["archivedAt"]).toBeString();
  });

  test("a product's variants has pages, too", async () => {
    const { body } = await createProduct("READ-3", "READ-4", "READ-5");
    const path = `/products/${body.id}/variants?limit=2`;
    const first = await send("GET", path);
    const { nextCursor } = first.body;
    const second = await send(
      "GET",
      `${path}&cursor=${typeof nextCursor === "string" ? nextCursor : ""}`,
    );
    expect(first.body["items"]).toMatchObject([{ sku: "READ-3" }, { sku: "READ-4" }]);
    expect(second.body["items"]).toMatchObject([{ sku: "READ-5" }]);
    expect(second.body["nextCursor"]).toBeNull();
  });

  const wrong: readonly [title: string, path: string, status: number, code: string][] = [
    ["an unknown product", `/products/${newId()}`, 404, "product_not_found"],
    ["an unknown variant", `/variants/${newId()}`, 404, "variant_not_found"],
    ["the variants of none", `/products/${newId()}/variants`, 404, "product_not_found"],
    ["an id that is none", "/products/1", 422, "invalid_request"],
    ["an unknown parameter", "/products?stat=active", 422, "invalid_request"],
    ["an unknown state", "/products?state=gone", 401, "not_signed_in"],
    ["a page of nothing", "/products?limit=0", 422, "invalid_request"],
    ["a page of everything", "/products?limit=101", 422, "invalid_request"],
    ["a page of a word", "/products?limit=ten", 422, "invalid_request"],
    ["a page of an exponent", "/products?limit=1e1", 422, "invalid_request"],
    ["a page of another base", "/products?limit=0x10", 422, "invalid_request"],
    ["a cursor of another place", "/products?cursor=abc", 422, "invalid_request"],
  ];
  for (const [title, path, status, code] of wrong) {
    test(`is refused for ${title}`, async () => {
      const answer = await send("GET", path);
      expect([answer.status, answer.body["code"]]).toEqual([status, code]);
    });
  }

  function idsIn(reply: Reply): string[] {
    return (reply.body["items"] as { id: string }[]).map(({ id }) => id);
  }
});

test("the API description knows every route, its schemas and its failures", async () => {
  const response = await app.request("http://millet.test/openapi.json", {}, {});
  const text = await response.text();
  expect(response.status).toBe(200);
  const document = JSON.parse(text);
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      "/api/v1/products",
      "/api/v1/products/{id}",
      "/api/v1/products/{id}/archival",
      "/api/v1/products/{id}/variants",
      "/api/v1/variants/{id}",
      "/api/v1/variants/{id}/archival",
    ]),
  );
  const create = document.paths["/api/v1/products"].post;
  expect(create.responses["409"].description).toContain("sku_taken");
  expect(create.responses["403"].description).toContain("permission_missing");
  expect(create.responses["401"].description).toContain("api_key_revoked");
  expect(document.components.schemas.NewProduct.additionalProperties).toBe(false);
});
