import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { newFan } from "./fan.ts";
import { draw, open, publishSale } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";

const site = await startJourneySite();
const chromium = await testChromium();
const folder = mkdtempSync(join(tmpdir(), "millet-report-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PROGRAM = join(import.meta.dir, "../../server/cli/main.ts");

test("a stranger reads the report, downloads its files, and verifies them with the program", async () => {
  const sale = await publishSale(site, { stock: 1 });
  const fan = await newFan(chromium, site);
  await fan.register(sale);
  await draw(site, sale);
  await open(site, sale);
  await fan.looksAgainUntil(sale, fan.words.yourTurn);
  await fan.claim();
  await fan.goesToPay();
  await fan.fillsInAddress();
  await fan.pays();
  await fan.sees(fan.words.thanks);
  const stranger = await newFan(chromium, site, { script: false, width: PHONE_WIDTH });
  await stranger.page.goto(`/sales/${sale.id}/report`);
  await stranger.sees("The report is published when the sale is over.");
  await stranger.finds();
  await site.operate("PUT", `/sales/${sale.id}/ending`, { reason: "all is sold" });

  const command = stranger.page.locator("pre");
  for (let looks = 0; looks < 50 && !(await command.isVisible()); looks += 1) {
    await Bun.sleep(200);
    await stranger.page.goto(`/sales/${sale.id}/report`);
  }
  await stranger.finds();
  const sold = stranger.page.locator("dl div", { hasText: "Units sold" }).locator("dd");
  expect(await sold.textContent()).toBe("1");
  for (const link of await stranger.page.locator("a[download]").all()) {
    const [download] = await Promise.all([stranger.page.waitForEvent("download"), link.click()]);
    await download.saveAs(join(folder, download.suggestedFilename()));
  }

  const shown = (await command.innerText()).trim();
  const words = /^npm run cli -- (verify report\.json)$/.exec(shown)?.[1]?.split(" ");
  if (words === undefined) throw new Error(`no command that this test knows: ${shown}`);
  const verify = Bun.spawnSync([process.execPath, PROGRAM, ...words], { cwd: folder });
  expect(verify.stdout.toString() + verify.stderr.toString()).toContain(
    "verified: everything follows",
  );
  expect(verify.exitCode).toBe(0);
});
