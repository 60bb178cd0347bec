import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { DESKTOP_WIDTH, launchChromium, openVisitor, PHONE_WIDTH } from "../support/browser.ts";
import { watchPages } from "../support/browser-watch.ts";
import { listAppRoutes } from "./app-routes.ts";
import { type ConsoleSite, seedConsoleSite } from "./console-site.ts";
import { startJourneySite } from "./journey-site.ts";
import { newOwner, type Operator } from "./operator.ts";

const site = await startJourneySite();
const browser = await launchChromium();
afterAll(() => browser.close());
setDefaultTimeout(60_000);
const seeded = await seedConsoleSite(site);
const routes = await listAppRoutes();

/** What stands for the parts of an address that differ; a new one needs a line here. */
const parts: Readonly<Record<string, readonly (keyof ConsoleSite)[]>> = {
  $saleId: ["ended", "selling"],
  $productId: ["productId"],
  // A rehearsal takes a minute to make; its page must be good where there is none, too.
  $rehearsalId: ["missingId"],
  $orderId: ["orderId"],
  $number: ["firstNumber"],
};

/** Where a page is refused by right, because what it would show is not there yet. */
const REFUSALS = /\/api\/v1\/sales\/[^/]+\/(report|live|draw)|\/rehearsals\//;

/** One owner for each language sees all pages, because signing in takes longer than most pages. */
const owners = await Promise.all(
  (["en", "zh-Hans"] as const).map(async (language) => {
    const visit = (url: string) => openVisitor(browser, url, { language });
    const owner = await newOwner({ visit }, site, { language });
    const watch = watchPages(owner.visitor.context, site.url, REFUSALS);
    return { language, owner, watch };
  }),
);

/** Parents that only lead on have no page of their own. */
const NO_PAGE = new Set(["/"]);

function addressesOf(route: string): readonly string[] {
  if (route.endsWith("/edit")) return [route.replace("$saleId", seeded.draft)];
  // The order is one of the sale that has ended.
  const first = route.endsWith("/$orderId") ? route.replace("$saleId", seeded.ended) : route;
  return Object.entries(parts).reduce(
    (found, [part, things]) =>
      found.flatMap((path) =>
        path.includes(part) ? things.map((thing) => path.replace(part, seeded[thing])) : [path],
      ),
    [first] as readonly string[],
  );
}

const addresses = routes.filter((route) => !NO_PAGE.has(route)).flatMap(addressesOf);

/** The address with a word for each id, so that a test is called the same in every run. */
function titleOf(path: string): string {
  return Object.entries(seeded).reduce((title, [name, id]) => title.replace(id, name), path);
}

/** Waits until what comes later has come. */
async function settle({ page }: Operator, path: string): Promise<void> {
  await page.goto(path);
  await page.locator("main :is(h1, [role=alert])").first().waitFor();
  await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "hidden" });
  // What a page draws after its data, such as a chart, has come a moment later.
  await page.waitForTimeout(100);
}

type Way = readonly [colorScheme: "light" | "dark", width: number];

const AT_A_DESK: readonly Way[] = [
  ["light", DESKTOP_WIDTH],
  ["dark", PHONE_WIDTH],
];
const ON_THE_WAY: readonly Way[] = [
  ["dark", DESKTOP_WIDTH],
  ["light", PHONE_WIDTH],
];

test("the router's own list has the pages of fans and operators, and nothing unknown in them", () => {
  expect(routes).toContain("/me/account");
  expect(routes).toContain("/console/sales/$saleId/report");
  expect(addresses.filter((path) => path.includes("$"))).toEqual([]);
});

test.each(
  addresses.flatMap((path, index) =>
    owners.map(({ language, owner, watch }, nth) => {
      // Two looks at each page, the other two in the other language.
      const ways = (index + nth) % 2 === 0 ? AT_A_DESK : ON_THE_WAY;
      return { title: titleOf(path), path, language, owner, watch, ways };
    }),
  ),
)("$title is good to read, in $language", async ({ path, owner, watch, ways }) => {
  const before = watch.problems().length;
  await settle(owner, path);
  for (const [colorScheme, width] of ways) {
    await owner.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await owner.page.setViewportSize({ width, height: 800 });
    await owner.finds();
  }
  expect(watch.problems().slice(before)).toEqual([]);
});
