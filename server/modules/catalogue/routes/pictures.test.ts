import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { sql } from "kysely";
import { createApiClient, type Reply } from "../../../../tests/support/api-client.ts";
import { testDatabase } from "../../../../tests/support/database.ts";
import { pngAround, pngOf } from "../../../../tests/support/pictures.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { createApp } from "../../../platform/http/app.ts";
import { newId } from "../../../platform/ids.ts";
import { cliOperator, createAccounts, type OperatorRole } from "../../accounts/index.ts";
import { createCatalogue } from "../index.ts";

const database = await testDatabase();
const platform = testPlatform(database);
const accounts = createAccounts(platform);
const { mounts } = createCatalogue(platform, accounts);
const app = createApp({
  config: platform.config,
  log: platform.log,
  metrics: platform.metrics,
  mounts: [...accounts.mounts, ...mounts],
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

async function createProduct(): Promise<string> {
  const body = { names: { en: "Siskin One" } };
  return (await send("POST", "/products", { body, as: owner })).body.id;
}

let shade = 0;
/** A picture that no other test has. */
const another = () => pngOf(40, 30, (shade += 1));

async function upload(product: string, bytes: Uint8Array, as = owner): Promise<Reply> {
  const response = await app.request(
    `http://millet.test/api/v1/products/${product}/pictures`,
    {
      method: "POST",
      headers: {
        authorization: as,
        "content-type": "application/octet-stream",
        "content-length": String(bytes.byteLength),
      },
      body: new Uint8Array(bytes),
    },
    {},
  );
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Reply["body"],
  };
}

const codeOf = ({ status, body }: Reply) => [status, body["code"]];
const look = (path: string, headers = {}) =>
  Promise.resolve(app.request(`http://millet.test${path}`, { headers }, {}));
const picturesOf = async (product: string) =>
  (await send("GET", `/products/${product}`)).body["pictures"] as { id: string; path: string }[];

test("a picture is added, found at its digest for ever, and told in the audit log", async () => {
  const product = await createProduct();
  const bytes = another();
  const added = await upload(product, bytes);
  const digest = createHash("sha256").update(bytes).digest("hex");
  const shown = { mediaType: "image/png", width: 40, height: 30, sizeBytes: bytes.byteLength };
  const path = `/pictures/${digest}`;
  expect(added.status).toBe(201);
  expect(added.body).toMatchObject({ ...shown, path, texts: {}, version: 1 });
  expect(await picturesOf(product)).toEqual([added.body as never]);
  const picture = await look(path);
  expect(Buffer.from(await picture.arrayBuffer()).equals(bytes)).toBe(true);
  expect(picture.headers.get("content-type")).toBe("image/png");
  expect(picture.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(picture.headers.get("x-content-type-options")).toBe("nosniff");
  const etag = picture.headers.get("etag") ?? "";
  expect((await look(path, { "if-none-match": etag })).status).toBe(304);
  const { rows } = await sql<{ action: string }>`
    select action from accounts.operator_actions where subject = ${`picture:${added.body.id}`}
  `.execute(database.kysely);
  expect(rows).toEqual([{ action: "picture.added" }]);
});

describe("a picture is refused, and nothing is kept,", () => {
  const refused: readonly [title: string, bytes: Uint8Array, expected: [number, string]][] = [
    ["for an SVG", Buffer.from("<svg/>"), [422, "not_a_picture"]],
    ["for nothing", Buffer.from(""), [422, "not_a_picture"]],
    [
      "for a page that hides",
      Buffer.concat([pngOf(3, 3), Buffer.from("<p>")]),
      [422, "picture_broken"],
    ],
    ["for a bomb", pngAround(60_000, 60_000, Buffer.from("x")), [422, "picture_too_large"]],
    ["for more than 2 MiB", new Uint8Array(2 * 1024 * 1024 + 1), [413, "body_too_large"]],
  ];
  for (const [title, bytes, expected] of refused) {
    test(title, async () => {
      const product = await createProduct();
      expect(codeOf(await upload(product, bytes))).toEqual(expected);
      expect(await picturesOf(product)).toEqual([]);
    });
  }

  test("for who may not, and for no product", async () => {
    const product = await createProduct();
    expect(codeOf(await upload(product, another(), support))).toEqual([403, "permission_missing"]);
    expect(codeOf(await upload(newId(), another()))).toEqual([404, "product_not_found"]);
  });

  test("a second time, and for the ninth", async () => {
    const product = await createProduct();
    const same = another();
    await upload(product, same);
    expect(codeOf(await upload(product, same))).toEqual([409, "picture_taken"]);
    for (let count = 1; count < 8; count += 1) {
      expect((await upload(product, another())).status).toBe(201);
    }
    expect(codeOf(await upload(product, another()))).toEqual([409, "too_many_pictures"]);
  });

  test("of an archived product", async () => {
    const product = await createProduct();
    const { body } = await upload(product, another());
    await send("PUT", `/products/${product}/archival`, { as: owner });
    expect(codeOf(await upload(product, another()))).toEqual([409, "product_archived"]);
    const removal = await send("DELETE", `/pictures/${body.id}`, { as: owner });
    expect(codeOf(removal)).toEqual([409, "product_archived"]);
  });
});

test("other routes keep the limit of all bodies", async () => {
  const raw = JSON.stringify({ names: { en: "x".repeat(100_000) } });
  expect(codeOf(await send("POST", "/products", { raw, as: owner }))).toEqual([
    413,
    "body_too_large",
  ]);
});

test("what a picture shows is said by language, for the version that was seen", async () => {
  const { body } = await upload(await createProduct(), another());
  const path = `/pictures/${body.id}`;
  const change = { version: 1, texts: { en: "From the front", "zh-hans": "正面" } };
  const changed = await send("PATCH", path, { body: change, as: owner });
  expect(changed.body).toMatchObject({
    texts: { en: "From the front", "zh-Hans": "正面" },
    version: 2,
  });
  const late = await send("PATCH", path, { body: change, as: owner });
  expect(codeOf(late)).toEqual([409, "version_conflict"]);
});

test("pictures change their order only for who knows all of them", async () => {
  const product = await createProduct();
  const ids: string[] = [];
  for (let count = 0; count < 3; count += 1) ids.push((await upload(product, another())).body.id);
  const path = `/products/${product}/picture-order`;
  const order = (pictures: readonly string[]) =>
    send("PUT", path, { body: { pictures }, as: owner });
  const turned = ids.toReversed();
  expect((await order(turned)).status).toBe(200);
  expect((await picturesOf(product)).map(({ id }) => id)).toEqual(turned);
  const [first = "", second = ""] = ids;
  for (const wrong of [[], [first, second], [first, first, second], [...ids, newId()]]) {
    expect(codeOf(await order(wrong))).toEqual([409, "pictures_changed"]);
  }
  expect((await picturesOf(product)).map(({ id }) => id)).toEqual(turned);
});

test("a removed picture is gone, unless another product has it", async () => {
  const [one, other] = [await createProduct(), await createProduct()];
  const bytes = another();
  const [mine, theirs] = [await upload(one, bytes), await upload(other, bytes)];
  const path = mine.body["path"] as string;
  const file = `pictures/${path.split("/").at(-1) ?? ""}`;
  expect((await send("DELETE", `/pictures/${mine.body.id}`, { as: owner })).status).toBe(204);
  expect((await look(path)).status).toBe(200);
  expect((await send("DELETE", `/pictures/${theirs.body.id}`, { as: owner })).status).toBe(204);
  expect(await platform.files.exists(file)).toBe(false);
  expect((await look(path)).status).toBe(404);
  expect(codeOf(await send("DELETE", `/pictures/${mine.body.id}`, { as: owner }))).toEqual([
    404,
    "picture_not_found",
  ]);
});

test("no other file is found among the pictures", async () => {
  await platform.files.write("pictures/secret", new Uint8Array([1]));
  for (const name of ["secret", "..%2fsecret", "0".repeat(64), "A".repeat(64)]) {
    expect((await look(`/pictures/${name}`)).status).toBe(404);
  }
});

test("a product is described by language, and previewed as fans will see it", async () => {
  const product = await createProduct();
  const descriptions = { en: "# Light\n\n<b>112 g</b>", "zh-hans": "只有 112 克" };
  const body = { version: 1, descriptions };
  const changed = await send("PATCH", `/products/${product}`, { body, as: owner });
  expect(changed.body).toMatchObject({
    names: { en: "Siskin One" },
    descriptions: { en: descriptions.en, "zh-Hans": "只有 112 克" },
    version: 2,
  });
  const text = { body: { text: descriptions.en }, as: owner };
  const preview = await send("POST", "/description-previews", text);
  expect(preview.body["html"]).toBe("<h2>Light</h2>\n<p>&lt;b&gt;112 g&lt;/b&gt;</p>\n");
});

test("currencies are told with the digits of their minor unit", async () => {
  const { items } = (await send("GET", "/currencies")).body as unknown as {
    items: { code: string; minorDigits: number }[];
  };
  const digits = new Map(items.map(({ code, minorDigits }) => [code, minorDigits]));
  expect([digits.get("CNY"), digits.get("JPY"), digits.get("KWD")]).toEqual([2, 0, 3]);
  expect(digits.has("XAU")).toBe(false);
});
