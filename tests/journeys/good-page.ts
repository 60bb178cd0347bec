import { expect } from "bun:test";
import type { Visitor } from "../support/browser.ts";
import { findBarriers } from "../support/browser-axe.ts";

/**
 * What every page is held to, whatever it says: axe finds nothing, nothing is wider than the
 * window, it has a title, names its language and keeps to it.
 *
 * A page without JavaScript that loads itself again is looked at as somebody sees it who has
 * stopped that: WCAG 2.2.1 asks that one can, and axe that it does not happen.
 */
export async function expectGoodPage(visitor: Visitor, language = "en"): Promise<void> {
  const { page } = visitor;
  const address = page.url();
  const stop = page.locator("noscript a[href*='refresh=off']");
  const reloads = !visitor.script && (await stop.count()) > 0;
  if (reloads) await stop.click();
  await expectGoodContent(visitor, language);
  if (reloads) await page.goto(address);
}

async function expectGoodContent(visitor: Visitor, language: string): Promise<void> {
  const { page } = visitor;
  expect(await findBarriers(visitor)).toEqual([]);
  expect(await page.title()).not.toBe("");
  expect(await page.locator("html").getAttribute("lang")).toBe(language);
  expect(await tooWideFor(visitor)).toEqual([]);
  if (language === "zh-Hans") expect(await findEnglish(visitor)).toEqual([]);
}

/** What was left untranslated: three words in a row that are no code, nor somebody else's. */
async function findEnglish({ page }: Visitor): Promise<readonly string[]> {
  const text = await page.locator("main").innerText();
  const codes = await page
    .locator("main :is(code, pre, input, textarea, [translate=no])")
    .allInnerTexts();
  const prose = codes.reduce((rest, code) => rest.replace(code, ""), text);
  return prose.match(/\b[a-z]{2,} [a-z]{2,} [a-z]{2,}.*/gi) ?? [];
}

/** The elements that make somebody scroll sideways, by tag and text; empty if none does. */
async function tooWideFor({ page }: Visitor): Promise<unknown> {
  return page.evaluate(`(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5)
      .map((element) => element.tagName + ": " + (element.textContent ?? "").trim().slice(0, 40));
  })()`);
}
