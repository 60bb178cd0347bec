import { afterAll, expect, test } from "bun:test";
import { sql } from "kysely";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { startJourneySite } from "./journey-site.ts";
import { newOwner, type Operator } from "./operator.ts";

const site = await startJourneySite();
const chromium = await testChromium();

/** A rehearsal has seconds in which its fans wait, whatever its size. */
const REHEARSAL_MS = 200_000;

interface Recorded {
  readonly id: string;
  readonly state: string;
  readonly fans: number;
  readonly result: { readonly oversold: number; readonly sold: number } | null;
}

async function recorded(): Promise<readonly Recorded[]> {
  const { rows } = await sql<Recorded>`
    select id, state, fans, result from rehearsals.rehearsals order by id
  `.execute(site.millet.platform.database.kysely);
  return rows;
}

async function begin(owner: Operator, fans: string, units: string): Promise<void> {
  await owner.opens("/console/rehearsals", "Rehearsals");
  await owner.field("Fans").fill(fans);
  await owner.field("Units").fill(units);
  await owner.button("Start the rehearsal").click();
}

async function reachesItsEnd(owner: Operator): Promise<void> {
  await owner.page.getByText("Nothing went wrong").waitFor({ timeout: REHEARSAL_MS });
}

// Whatever a failed journey has left running would outlive its browser.
afterAll(() => site.millet.rehearsals.stop(), 30_000);

test("an operator rehearses a sale, sees it run, and keeps its figures", async () => {
  const owner = await newOwner(chromium, site);
  await owner.opens("/console/rehearsals", "Rehearsals");
  await owner.sees("Nothing has been rehearsed yet");
  await owner.finds();
  // What cannot be rehearsed is said at its field, and nothing is sent.
  await owner.field("Fans").fill("300");
  await owner.field("Units").fill("301");
  await owner.button("Start the rehearsal").click();
  await owner.sees("Not more units than fans");
  expect(await recorded()).toEqual([]);

  await begin(owner, "300", "50");
  await owner.reads("Rehearsal: 300 fans, 50 units");
  await owner.sees(/^Step \d+ of 15:/);
  await owner.sees("Simulated fans on a scratch database. Nothing here is sold.");
  // The control room's own view, fed by the scratch server while its sale runs.
  await owner.sees("This is a rehearsal");
  const { page } = owner;
  const held = page.getByRole("definition").filter({ hasText: /^50\s*units of open holds/ });
  await held.waitFor({ timeout: REHEARSAL_MS });
  await page.getByRole("figure", { name: /50 held/ }).waitFor({ timeout: REHEARSAL_MS });
  await page
    .getByRole("region", { name: "What happened" })
    .getByText("The sale has opened")
    .waitFor();
  await owner.finds();
  await reachesItsEnd(owner);
  await owner.sees("Units sold too many");
  await owner.finds();
  const [row] = await recorded();
  expect(row).toMatchObject({ state: "done", fans: 300, result: { oversold: 0, sold: 50 } });

  const downloading = owner.page.waitForEvent("download");
  await owner.link("Download as JSON").click();
  const file = await Bun.file(await (await downloading).path()).json();
  expect(file).toMatchObject({ id: row?.id, result: { fans: 300 }, faults: 0 });
}, 300_000);

test("a second one is prepared from the first, and the two are compared", async () => {
  const [first] = await recorded();
  const owner = await newOwner(chromium, site);
  await owner.opens(`/console/rehearsals/${first?.id}`, "Rehearsal: 300 fans, 50 units");
  await owner.link("Rehearse this again").click();
  await owner.reads("Rehearsals");
  expect(await owner.field("Fans").inputValue()).toBe("300");
  await owner.button("Start the rehearsal").click();
  await owner.reads("Rehearsal: 300 fans, 50 units");
  await reachesItsEnd(owner);

  await owner.link("All rehearsals").click();
  const boxes = owner.page.getByRole("checkbox", { name: /^Compare: 300 fans/ });
  for (const nth of [0, 1]) await boxes.nth(nth).check();
  await owner.link("Compare the two").click();
  await owner.reads("Compare two rehearsals");
  const row = owner.page.getByRole("row", { name: /^Units sold too many/ });
  expect(await row.innerText()).toContain("same");
  await owner.sees("Sold out after");
  await owner.finds();
  expect((await recorded()).map(({ state }) => state)).toEqual(["done", "done"]);
}, 300_000);

test("on a phone, in Chinese, a rehearsal is begun and ended before its time", async () => {
  const owner = await newOwner(chromium, site, {
    width: PHONE_WIDTH,
    language: "zh-Hans",
    colours: "dark",
  });
  await owner.opens("/console/rehearsals", "演练");
  await owner.sees("以往的演练");
  await owner.finds();
  await owner.button("开始演练").click();
  await owner.reads("演练：2,000 名粉丝，200 件");
  await owner.sees(/^第 \d+ 步/);
  await owner.finds();
  await owner.button("终止演练").click();
  await owner.sees("要终止这次演练吗？");
  await owner.page.getByRole("dialog").getByRole("button", { name: "终止演练" }).click();
  await owner.sees("演练提前终止");
  await owner.finds();
  const last = (await recorded()).at(-1);
  expect(last).toMatchObject({ state: "cancelled", fans: 2_000, result: null });
  const { rows } = await sql<{ action: string }>`
    select action from accounts.operator_actions where subject = ${`rehearsal:${last?.id}`}
    order by sequence
  `.execute(site.millet.platform.database.kysely);
  expect(rows.map(({ action }) => action)).toEqual(["rehearsal.started", "rehearsal.cancelled"]);
}, 180_000);

test("close to a sale it takes a second word", async () => {
  const variants = await site.operate("POST", "/products", {
    names: { en: "Siskin One" },
    variants: [
      {
        sku: "SISKIN-NEAR",
        names: { en: "16 GB" },
        prices: [{ currency: "USD", amountMinor: 32_200 }],
      },
    ],
  });
  const [variant] = variants["variants"] as readonly { readonly id: string }[];
  const sale = await site.operate("POST", "/sales", {
    kind: "draw",
    drawMode: "beaconless",
    names: { en: "First round" },
    variants: [{ variantId: variant?.id, stock: 1 }],
    opensAt: new Date(Date.now() + 1_800_000).toISOString(),
  });
  await site.operate("PUT", `/sales/${sale.id}/publication`);
  const owner = await newOwner(chromium, site, { refusals: /\/rehearsals(?:$|\/[^/]+\/live$)/ });
  await begin(owner, "300", "50");
  await owner.sees(/A sale is selling now or opens within the hour/);
  await owner.finds();
  const before = (await recorded()).length;
  await owner.button("Rehearse all the same").click();
  await owner.reads("Rehearsal: 300 fans, 50 units");
  expect((await recorded()).length).toBe(before + 1);
  await owner.button("End the rehearsal").click();
  await owner.page.getByRole("dialog").getByRole("button", { name: "End the rehearsal" }).click();
  await owner.sees("Somebody ended it. There are no figures.");
}, 180_000);
