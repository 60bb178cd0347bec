import { expect, test } from "bun:test";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { PageVisitor } from "../../../tests/support/page-visitor.ts";
import { pngOf } from "../../../tests/support/pictures.ts";
import { good } from "../../../tests/support/sale.ts";
import { newId } from "../../platform/ids.ts";

const site = await createOrderSite();
const base = site.platform.config.baseUrl;
const reader = (language = "en") => new PageVisitor(site.app, { base, language });

interface Made {
  readonly id: string;
  readonly variantId: string;
}

async function make(more: Readonly<Record<string, unknown>> = {}): Promise<Made> {
  const price = (sku: string, amountMinor: number) => ({
    sku: `${newId().toUpperCase()}-${sku}`,
    names: { en: `${sku} GB`, "zh-Hans": `${sku} GB 版` },
    prices: [{ currency: "JPY", amountMinor }],
  });
  const body = {
    names: { en: "Siskin Two", "zh-Hans": "黄雀二号" },
    variants: [price("16", 39_800), price("32", 45_000)],
    ...more,
  };
  const { body: product } = good(await site.send("POST", "/products", { body, as: site.owner }));
  const [first] = product["variants"] as { id: string }[];
  return { id: product.id, variantId: first?.id ?? "" };
}

/** @returns the picture's path */
async function addPicture({ id }: Made, bytes: Uint8Array, alt?: string): Promise<string> {
  const headers = {
    authorization: site.owner,
    "content-length": String(bytes.byteLength),
    "content-type": "application/octet-stream",
  };
  const asked = { method: "POST", headers, body: new Uint8Array(bytes) };
  const path = `/api/v1/products/${id}/pictures`;
  const answer = await site.app.request(`${base}${path}`, asked, {});
  const picture = (await answer.json()) as { id: string; path: string };
  const body = { version: 1, texts: { en: alt ?? "" } };
  good(await site.send("PATCH", `/pictures/${picture.id}`, { body, as: site.owner }));
  return picture.path;
}

test("a product's page says what it is, what it costs and when it is sold", async () => {
  const product = await make({
    descriptions: { en: "# Screen\n\nBright.", "zh-Hans": "**明亮**的屏幕。" },
  });
  const saleId = await site.publish({
    names: { en: "Round of two" },
    variants: [{ variantId: product.variantId, stock: 1 }],
    opensAt: new Date(Date.now() + 3 * 86_400_000).toISOString(),
  });
  await site.publish({ names: { en: "Round of another" } });
  const page = await reader().open(`/products/${product.id}`);
  expect(page.html).toContain("<h2>Screen</h2>");
  for (const text of ["Siskin Two", "16 GB", "¥39,800", "¥45,000", "Round of two", "UTC"]) {
    expect(page.text).toContain(text);
  }
  expect(page.text).not.toContain("Round of another");
  expect(page.html).toContain(`href="/sales/${saleId}"`);
  expect(page.headers.get("cache-control")).toBe("public, max-age=2");
  const chinese = await reader("zh-CN").open(`/products/${product.id}`);
  expect(chinese.html).toContain("<strong>明亮</strong>");
  expect(chinese.text).toContain("16 GB 版");
});

test("pictures have their size and their words, and only the first is asked for at once", async () => {
  const product = await make();
  const first = await addPicture(product, pngOf(80, 60, 1), "The front");
  const second = await addPicture(product, pngOf(80, 60, 2));
  const { html, headers } = await reader().open(`/products/${product.id}`);
  const [one = "", two = ""] = html.match(/<img[^>]+>/g) ?? [];
  expect(one).toContain(`src="${first}"`);
  expect(one).toMatch(/width="80"\s+height="60"\s+alt="The front"/);
  expect(one).toContain(`loading="eager"`);
  expect(two).toContain(`src="${second}"`);
  expect(two).toContain(`alt="Siskin Two, picture 2"`);
  expect(two).toContain(`loading="lazy"`);
  expect(html).toContain(`<meta property="og:image" content="${base}${first}" />`);
  expect(html).toContain(`<meta property="og:url" content="${base}/products/${product.id}" />`);
  expect(headers.get("content-security-policy")).toContain("img-src 'self'");
});

test("the first page shows all products with the lowest price, and what is made with fans", async () => {
  const product = await make({ names: { en: "Siskin Nest" } });
  const picture = await addPicture(product, pngOf(80, 60, 3));
  const page = await reader().open("/");
  expect(page.text).toMatch(/Siskin Nest from ¥39,800/);
  expect(page.html).toContain(`href="/products/${product.id}"`);
  expect(page.html).toContain(`src="${picture}"`);
  expect(page.text).toContain("Here will stand what fans asked for and we built");
  expect((await reader("zh").open("/")).text).toMatch(/黄雀二号 ¥39,800 起|JP¥39,800 起/);
});

test("a sale's page leads to its product, and shows its picture where that is small", async () => {
  const product = await make();
  const saleId = await site.publish({ variants: [{ variantId: product.variantId, stock: 1 }] });
  const small = await addPicture(product, pngOf(80, 60, 4));
  const page = await reader().open(`/sales/${saleId}`);
  expect(page.html).toContain(`href="/products/${product.id}"`);
  expect(page.html).toContain(`src="${small}"`);
  const heavy = await make();
  const large = await addPicture(heavy, withPadding(pngOf(80, 60, 5), 200_000));
  const other = await site.publish({ variants: [{ variantId: heavy.variantId, stock: 1 }] });
  expect((await reader().open(`/sales/${other}`)).html).not.toContain(large);
});

test("an archived product keeps its page and leaves the first one; an unknown one has none", async () => {
  const product = await make({ names: { en: "Siskin Gone" } });
  await site.send("PUT", `/products/${product.id}/archival`, { as: site.owner });
  expect((await reader().open("/")).text).not.toContain("Siskin Gone");
  const page = await reader().open(`/products/${product.id}`);
  expect(page.text).toContain("no longer offered");
  for (const id of [newId(), "nonsense", "..%2f"]) {
    expect((await reader().open(`/products/${id}`)).status).toBe(404);
  }
});

test("what a description holds is text and never markup of its own", async () => {
  const attack = `<img src=x onerror="alert(1)">\n\n![x](https://elsewhere.example/x.png)`;
  const product = await make({ names: { en: `"><b>x` }, descriptions: { en: attack } });
  const { html } = await reader().open(`/products/${product.id}`);
  expect(html).not.toContain("<img");
  expect(html).not.toContain(`"><b>`);
});

/** The same picture with a chunk that nobody looks at (`zzZz`), so that it weighs more. */
function withPadding(png: Buffer, bytes: number): Buffer {
  const chunk = Buffer.alloc(bytes + 12, 7);
  chunk.writeUInt32BE(bytes);
  chunk.write("zzZz", 4, "latin1");
  return Buffer.concat([png.subarray(0, -12), chunk, png.subarray(-12)]);
}
