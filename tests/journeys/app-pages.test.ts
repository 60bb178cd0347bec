import { expect, test } from "bun:test";
import { DESKTOP_WIDTH, PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { listAppRoutes } from "./app-routes.ts";
import { type ConsoleSite, seedConsoleSite } from "./console-site.ts";
import { startJourneySite } from "./journey-site.ts";
import { newOwner, type Operator } from "./operator.ts";

const site = await startJourneySite();
const chromium = await testChromium();
const seeded = await seedConsoleSite(site);
const routes = await listAppRoutes();

/** What stands for the parts of an address that differ; a new one needs a line here. */
const parts: Readonly<Record<string, readonly (keyof ConsoleSite)[]>> = {
  $saleId: ["ended", "selling"],
  $productId: ["productId"],
};

/** Where a page is refused by right, because what it would show is not there yet. */
const REFUSALS = /\/api\/v1\/sales\/[^/]+\/(report|live|draw)/;

/** Parents that only lead on have no page of their own. */
const NO_PAGE = new Set(["/"]);

function addressesOf(route: string): readonly string[] {
  return Object.entries(parts).reduce(
    (found, [part, things]) =>
      found.flatMap((path) =>
        path.includes(part) ? things.map((thing) => path.replace(part, seeded[thing])) : [path],
      ),
    [route] as readonly string[],
  );
}

const addresses = routes.filter((route) => !NO_PAGE.has(route)).flatMap(addressesOf);

/** Waits until what comes later has come. */
async function settle({ page }: Operator, path: string): Promise<void> {
  await page.goto(path);
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction("document.querySelector('.mantine-Skeleton-root') === null");
  // What a page draws after its data, such as a chart, has come a moment later.
  await page.waitForTimeout(100);
}

const AT_A_DESK = [["light", DESKTOP_WIDTH] as const, ["dark", PHONE_WIDTH] as const];
const ON_THE_WAY = [["dark", DESKTOP_WIDTH] as const, ["light", PHONE_WIDTH] as const];

test("the router's own list has the pages of fans and operators, and nothing unknown in them", () => {
  expect(routes).toContain("/me/account");
  expect(routes).toContain("/console/sales/$saleId/report");
  expect(addresses.filter((path) => path.includes("$"))).toEqual([]);
});

test.each([
  ["en", [AT_A_DESK, ON_THE_WAY]],
  ["zh-Hans", [ON_THE_WAY, AT_A_DESK]],
] as const)("every page of the app is good to read, in %s", async (language, ways) => {
  const owner = await newOwner(chromium, site, { language, refusals: REFUSALS });
  const problems: string[] = [];
  for (const [index, path] of addresses.entries()) {
    await settle(owner, path);
    // Two looks at each page, the other two in the other language.
    for (const [colorScheme, width] of ways[index % 2] ?? []) {
      await owner.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await owner.page.setViewportSize({ width, height: 800 });
      try {
        await owner.finds();
      } catch (error) {
        const what = error instanceof Error ? error.message : String(error);
        problems.push(`${path}, ${colorScheme}, ${width} px: ${what}`);
      }
    }
  }
  expect(problems).toEqual([]);
});
