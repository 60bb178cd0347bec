/**
 * `npm run screenshots [folder]`: walks a sale of the sample brand in a real browser and writes the
 * pages that fans and operators see to docs/screenshots/, always under the same names.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { z } from "zod";
import { loadSampleBrand } from "../../server/cli/sample-brand.ts";
import { buildWebApp } from "../../web/build.ts";
import { cliOperator } from "../../server/modules/accounts/index.ts";
import { DESKTOP_WIDTH, launchChromium, openVisitor, PHONE_WIDTH } from "../support/browser.ts";
import { untilTrue } from "../support/server-process.ts";
import { takeAppPages } from "./app-screenshots.ts";
import { Fan } from "./fan.ts";
import { draw, type JourneySale, open } from "./journey-sale.ts";
import { type JourneySite, openSite } from "./journey-site.ts";

const FOLDER = process.argv[2] ?? join(import.meta.dir, "../../docs/screenshots");

/** How each page is shown; two of four, so that the folder stays small. */
const looks = [
  { name: "en-light", language: "en", colours: "light" },
  { name: "zh-dark", language: "zh-Hans", colours: "dark" },
] as const;

const productShape = z.object({ variants: z.array(z.object({ id: z.string() })).min(1) });

/** The variants of the sample brand's first product. */
async function loadVariants({ millet }: JourneySite): Promise<readonly string[]> {
  const products = await loadSampleBrand(millet.catalogue, { operator: cliOperator });
  const [first] = z.array(productShape).parse(products);
  return first?.variants.map(({ id }) => id) ?? [];
}

async function publish(
  site: JourneySite,
  variants: readonly string[],
  offer: Readonly<Record<string, unknown>>,
): Promise<JourneySale> {
  const sale = await site.operate("POST", "/sales", {
    kind: "draw",
    drawMode: "beaconless",
    names: { en: "Siskin One, first round", "zh-Hans": "黄雀一号 首轮发售" },
    ...offer,
  });
  await site.operate("PUT", `/sales/${sale.id}/publication`);
  return { id: sale.id, variantId: variants[0] ?? "" };
}

/** A sale as it is announced: nobody has registered, and every date is known. */
function publishAnnounced(site: JourneySite, variants: readonly string[]): Promise<JourneySale> {
  const nowMs = site.millet.platform.clock.wallMs();
  const inDays = (days: number) => new Date(nowMs + days * 86_400_000).toISOString();
  return publish(site, variants, {
    variants: variants.map((variantId) => ({ variantId, stock: 100_000 })),
    registrationClosesAt: inDays(3),
    opensAt: inDays(4),
  });
}

async function newFan(
  browser: Browser,
  site: JourneySite,
  address: string,
  look: (typeof looks)[number],
  width = PHONE_WIDTH,
): Promise<Fan> {
  const { language, colours } = look;
  const visitor = await openVisitor(browser, site.url, { language, colours, width });
  return new Fan(visitor, address, language);
}

async function picture({ page }: Fan, name: string, from = "header"): Promise<void> {
  await page.evaluate("document.activeElement?.blur()");
  await page
    .locator(from)
    .first()
    .evaluate((element) => element.scrollIntoView());
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path, caret: "hide", animations: "disabled" });
  console.log(path);
}

/** Pages that everybody sees, on a desktop. */
async function publicPages(
  browser: Browser,
  site: JourneySite,
  name: string,
  path: string,
  from?: string,
): Promise<void> {
  for (const look of looks) {
    const fan = await newFan(browser, site, "", look, DESKTOP_WIDTH);
    await fan.page.goto(path);
    await picture(fan, `${name}-${look.name}-desktop`, from);
    await fan.visitor.context.close();
  }
}

/** A whole sale of three fans who look alike, on phones; one buys, one waits, one is in line. */
async function walk(
  browser: Browser,
  site: JourneySite,
  sale: JourneySale,
  look: (typeof looks)[number],
): Promise<void> {
  const fans: Fan[] = [];
  for (const nth of [1, 2, 3]) {
    const fan = await newFan(browser, site, `fan.${nth}.${look.name}@example.com`, look);
    await fan.register(sale);
    fans.push(fan);
  }
  const take = async (nth: number, name: string) => {
    const fan = fans[nth];
    if (fan === undefined) throw new Error(`there is no fan ${nth}`);
    await picture(fan, `${name}-${look.name}-phone`);
  };
  await take(0, "registered");
  await draw(site, sale);
  for (const fan of fans) await fan.looksAgainUntil(sale, fan.words.placeTitle);
  const places = new Map<Fan, number>();
  for (const fan of fans) places.set(fan, await placeOf(fan));
  fans.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  await take(1, "place");
  await open(site, sale);
  const [first, , last] = fans;
  if (first === undefined || last === undefined) throw new Error("three fans are needed");
  await last.looksAgainUntil(sale, last.words.inLine);
  await take(2, "in-line");
  await first.looksAgainUntil(sale, first.words.yourTurn);
  await take(0, "turn");
  await first.claim();
  await first.reads(first.words.held);
  await take(0, "held");
  await first.goesToPay();
  await first.fillsInAddress();
  await take(0, "pay");
  await first.pays();
  await first.sees(first.words.thanks);
  await take(0, "paid");
}

async function placeOf(fan: Fan): Promise<number> {
  const heading = await fan.page.getByRole("heading", { level: 1 }).textContent();
  return Number(/\d+/.exec(heading ?? "")?.[0]);
}

async function takeAll(browser: Browser, site: JourneySite): Promise<void> {
  const variants = await loadVariants(site);
  const announced = await publishAnnounced(site, variants);
  await publicPages(browser, site, "sale", `/sales/${announced.id}`);
  const [variantId] = variants;
  let sale = announced;
  for (const look of looks) {
    sale = await publish(site, variants, {
      variants: [{ variantId, stock: 1 }],
      admissionMargin: 0,
    });
    await walk(browser, site, sale, look);
  }
  await site.operate("PUT", `/sales/${sale.id}/ending`, { reason: "all is sold" });
  const reader = await openVisitor(browser, site.url);
  await untilTrue(async () => {
    await reader.page.goto(`/sales/${sale.id}/report`);
    return reader.page.locator("pre").isVisible();
  }, "the report is published");
  await publicPages(browser, site, "report", `/sales/${sale.id}/report`, "#verify");
  await takeAppPages(browser, site, looks, FOLDER);
}

await buildWebApp({ ifStale: true });
mkdirSync(FOLDER, { recursive: true });
const dataDir = mkdtempSync(join(tmpdir(), "millet-screenshots-"));
// Whatever runs PostgreSQL for root must get in.
chmodSync(dataDir, 0o755);
const browser = await launchChromium();
try {
  const site = await openSite({ DATA_DIR: dataDir });
  try {
    await takeAll(browser, site);
  } finally {
    await site.millet.stop();
  }
} finally {
  await browser.close();
  rmSync(dataDir, { recursive: true, force: true });
}
