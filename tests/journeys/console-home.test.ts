import { expect, test } from "bun:test";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { publishSale } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";
import { newOwner, type Operator } from "./operator.ts";

const site = await startJourneySite();
const chromium = await testChromium();

const HOME = "What needs me now";

/** Answers the question that a task's button asks. */
async function does(operator: Operator, name: string): Promise<void> {
  await operator.button(name).click();
  await operator.page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
}

const stateOf = async (id: string) => (await site.operate("GET", `/sales/${id}`))["state"];

test("the first page leads from the first product to a running sale, and each task goes when done", async () => {
  const owner = await newOwner(chromium, site);
  await owner.reads(HOME);
  await owner.sees("Make the first product");
  expect(await owner.link("Make a product").getAttribute("href")).toBe("/console/products/new");
  await owner.finds();
  const sale = await publishSale(site, { stock: 2 });
  await owner.opens("/console", HOME);
  await owner.sees("Registration is open without an end");
  expect(await owner.page.getByText("Make the first").count()).toBe(0);
  await does(owner, "Close and draw");
  await owner.sees("Ready to be opened");
  expect(await stateOf(sale.id)).toBe("drawn");
  await does(owner, "Open now");
  await owner.sees("Selling now");
  expect(await stateOf(sale.id)).toBe("selling");
  await site.operate("PUT", `/sales/${sale.id}/pause`);
  await owner.opens("/console", HOME);
  await does(owner, "Resume admission");
  await owner.page.getByText("Admission is paused").waitFor({ state: "detached" });
  expect(await stateOf(sale.id)).toBe("selling");
  await owner.link("Open the control room").click();
  await owner.reads("Control room");
  await site.operate("PUT", `/sales/${sale.id}/ending`, {});
  await owner.opens("/console", HOME);
  await owner.page.getByText("Set up a second factor").waitFor();
  expect(await owner.page.getByText("Selling now").count()).toBe(0);
});

test("what cannot be done any more says why, in the reader's language", async () => {
  const sale = await publishSale(site, { stock: 2 });
  const owner = await newOwner(chromium, site, {
    width: PHONE_WIDTH,
    language: "zh-Hans",
    colours: "dark",
    refusals: /\/draw$/,
  });
  await owner.reads("待办事项");
  await owner.sees("登记没有截止时间");
  await owner.finds();
  await owner.button("截止并抽签").click();
  await site.operate("DELETE", `/sales/${sale.id}/publication`);
  const dialog = owner.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "截止并抽签" }).click();
  await dialog.getByText("发售已处于其他状态。").waitFor();
  await owner.finds();
});
