import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { DESKTOP_WIDTH, openVisitor, PHONE_WIDTH } from "../support/browser.ts";
import { signInByMail } from "../support/browser-sign-in.ts";
import { type ConsoleSite, seedConsoleSite } from "./console-site.ts";
import { Fan } from "./fan.ts";
import type { JourneySite } from "./journey-site.ts";
import { newOwner } from "./operator.ts";

interface Look {
  readonly name: string;
  readonly language: "en" | "zh-Hans";
  readonly colours: "light" | "dark";
}

/** Of the owner: what each page is called in the folder, and where it is. */
function consolePages(seeded: ConsoleSite): readonly (readonly [name: string, path: string])[] {
  const sale = (id: string, tab: string) => `/console/sales/${id}/${tab}`;
  return [
    ["console-home", "/console"],
    ["console-products", "/console/products"],
    ["console-sale-editor", sale(seeded.draft, "edit")],
    ["console-control-room", sale(seeded.selling, "control-room")],
    ["console-registrations", sale(seeded.selling, "registrations")],
    ["console-rehearsals", "/console/rehearsals"],
    ["console-report", sale(seeded.ended, "report")],
    ["console-settings", "/console/settings"],
  ];
}

/** Where operators stand on their phones. */
const PHONE_PAGES = new Set(["console-home", "console-control-room"]);

/**
 * Takes the web app's main pages: the console at a desk, two of its pages and the fan's own on a
 * phone, and the pages that everybody sees of a shop with something in it.
 */
export async function takeAppPages(
  browser: Browser,
  site: JourneySite,
  looks: readonly Look[],
  folder: string,
): Promise<void> {
  const seeded = await seedConsoleSite(site);
  const take = async (page: Page, path: string, name: string) => {
    await page.goto(path);
    await page.locator("h1").first().waitFor();
    await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "hidden" });
    await page.waitForTimeout(500);
    const file = join(folder, `${name}.png`);
    await page.screenshot({ path: file, caret: "hide", animations: "disabled" });
    console.log(file);
  };
  for (const { name: look, language, colours } of looks) {
    const options = { language, colours, width: DESKTOP_WIDTH };
    const visit = () => openVisitor(browser, site.url, options);
    const owner = await newOwner({ visit }, site, options);
    for (const [name, path] of consolePages(seeded)) {
      await take(owner.page, path, `${name}-${look}-desktop`);
    }
    await owner.page.setViewportSize({ width: PHONE_WIDTH, height: 740 });
    for (const [name, path] of consolePages(seeded)) {
      if (PHONE_PAGES.has(name)) await take(owner.page, path, `${name}-${look}-phone`);
    }
    await owner.visitor.context.close();

    const visitor = await openVisitor(browser, site.url, { ...options, width: PHONE_WIDTH });
    const fan = new Fan(visitor, `fan.app.${look}@example.com`, language);
    await signInByMail(visitor, fan.address);
    await fan.page.goto(`/sales/${seeded.registering}/waiting`);
    await fan.button(fan.words.register).click();
    await fan.reads(fan.words.registered);
    await take(fan.page, "/me", `my-page-${look}-phone`);
    await fan.page.setViewportSize({ width: DESKTOP_WIDTH, height: 800 });
    await take(fan.page, "/", `home-${look}-desktop`);
    await take(fan.page, `/products/${seeded.productId}`, `product-${look}-desktop`);
    await visitor.context.close();
  }
}
