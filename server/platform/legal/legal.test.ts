import { expect, test } from "bun:test";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testConfig } from "../../../tests/support/platform.ts";
import { defaultBrand, KnownBrand } from "../brand.ts";
import { createLog } from "../log.ts";
import { legalMounts } from "./legal-pages.ts";
import { readLegalTexts } from "./legal-texts.ts";

const log = createLog("silent");

/** A folder of texts, and what is made of it. */
function readTexts(files: Record<string, string>, environment: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "millet-terms-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return readLegalTexts(testConfig({ TERMS_DIR: folder, ...environment }), log);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function page(texts: ReturnType<typeof readLegalTexts>, path: string, language = "en") {
  const brand = new KnownBrand(defaultBrand({ brandName: "Lark & Co" }));
  const router = legalMounts(brand, texts)[0]?.router;
  const headers = { "accept-language": language };
  const answer = await router?.request(`http://millet.test${path}`, { headers });
  return { headers: answer?.headers, text: (await answer?.text()) ?? "" };
}

const terms = {
  "terms.en.md": "# Our terms\n\nBe *kind*.",
  "terms.zh-Hans.md": "# 条款\n\n友善。",
};

test("the operator's texts are pages in the reader's language, with the terms' version", async () => {
  const texts = readTexts(terms);
  const english = await page(texts, "/terms");
  expect(english.text).toContain("<h1>Our terms</h1>");
  expect(english.text).toContain("<em>kind</em>");
  expect(english.text).toContain(`Version ${texts.termsVersion}`);
  expect(english.text).not.toContain("sample");
  expect(english.headers?.get("cache-control")).toBe("public, max-age=2");
  const chinese = await page(texts, "/terms", "zh-CN");
  expect(chinese.text).toContain("<h1>条款</h1>");
  expect(chinese.text).toContain('<html lang="zh-Hans">');
});

test("a text that is there in one language only is shown in that one, and says so", async () => {
  const texts = readTexts({ "imprint.zh-Hans.md": "示例有限公司" });
  const { text } = await page(texts, "/imprint");
  expect(text).toContain('<div lang="zh-Hans"><p>示例有限公司</p>');
  expect(text).toContain("<h1>Imprint</h1>");
});

test("what is not published is said to be so; in production no sample stands in", async () => {
  const production = testConfig({ NODE_ENV: "production" });
  const texts = readLegalTexts(production, log);
  expect(texts.termsVersion).toBe("none");
  const { text } = await page(texts, "/terms");
  expect(text).toContain("Lark &amp; Co has not published this text yet.");
  const development = readLegalTexts(testConfig(), log);
  expect(development.termsVersion).toMatch(/^[0-9a-f]{12}$/);
  expect((await page(development, "/terms")).text).toContain("This is a sample");
  expect((await page(development, "/imprint", "zh")).text).toContain("不具约束力");
});

test("each published word counts for the version, in every language, and the imprint does not", () => {
  const { termsVersion } = readTexts(terms);
  const again = readTexts({ ...terms, "imprint.en.md": "Somewhere else" });
  expect(again.termsVersion).toBe(termsVersion);
  const windows = {
    ...terms,
    "terms.en.md": `${terms["terms.en.md"].replaceAll("\n", "\r\n")}\r\n`,
  };
  expect(readTexts(windows).termsVersion).toBe(termsVersion);
  const others = [
    { ...terms, "terms.en.md": "# Our terms\n\nBe *kinder*." },
    { ...terms, "terms.zh-Hans.md": "# 条款\n\n更友善。" },
    { "terms.en.md": terms["terms.en.md"] },
  ].map((files) => readTexts(files).termsVersion);
  expect(new Set([termsVersion, ...others]).size).toBe(4);
});

test("HTML and links that would run something are shown as text", async () => {
  const evil =
    "# <b>T</b>\n\n<script>alert(1)</script> [x](javascript:alert(1)) ![i](data:text/html,x)";
  const { text } = await page(readTexts({ "terms.en.md": evil }), "/terms");
  expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(text).toContain("<h1>&lt;b&gt;T&lt;/b&gt;</h1>");
  expect(text).not.toContain('href="javascript:');
  expect(text).not.toContain('src="data:text/html');
});

test("a folder that cannot be read stops the start", () => {
  const folder = mkdtempSync(join(tmpdir(), "millet-terms-"));
  mkdirSync(join(folder, "terms.en.md"));
  expect(() => readLegalTexts(testConfig({ TERMS_DIR: folder }), log)).toThrow("TERMS_DIR: ");
  rmSync(folder, { recursive: true });
});
