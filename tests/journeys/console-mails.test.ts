import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inTransaction } from "../../server/platform/database/database.ts";
import { buildWebApp } from "../../web/build.ts";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { testDatabase } from "../support/database.ts";
import { until } from "../support/sale.ts";
import { startSmtpServer } from "../support/smtp-server.ts";
import { type JourneySite, openSite } from "./journey-site.ts";
import { newOwner } from "./operator.ts";

const SECRET_LINK = "http://localhost/sign-in?token=nobody-else";

let refuses = true;
const smtp = await startSmtpServer(() => (refuses ? "550 no such mailbox" : undefined));
const dataDir = mkdtempSync(join(tmpdir(), "millet-journey-"));
const sites: JourneySite[] = [];
afterAll(async () => {
  for (const { millet } of sites) await millet.stop();
  await smtp.close();
  rmSync(dataDir, { recursive: true, force: true });
});
const database = await testDatabase();
const chromium = await testChromium();

/** One server after the other on the same database, with and without a server for mails. */
async function start(environment: Readonly<Record<string, string>> = {}): Promise<JourneySite> {
  await buildWebApp({ ifStale: true });
  const site = await openSite({
    DATABASE_URL: database.connectionString,
    SECRET: "a secret of 32 characters or more, for journeys",
    DATA_DIR: dataDir,
    ...environment,
  });
  sites.push(site);
  return site;
}

function mail({ millet }: JourneySite, to: string, subject: string): Promise<void> {
  const { database: db, mail: outbox } = millet.platform;
  const message = { to, subject, text: SECRET_LINK, key: `test:${subject}` };
  return inTransaction(db, (tx) => outbox.send(tx, message));
}

test("without a mail server the outbox says so, how to set one up, and shows no mail's text", async () => {
  const site = await start();
  const owner = await newOwner(chromium, site, {
    width: PHONE_WIDTH,
    language: "zh-Hans",
    colours: "dark",
  });
  await owner.opens("/console/mails", "发件箱");
  await owner.sees("还没有邮件");
  await mail(site, "ana@fans.test", "您的登录链接");
  await owner.button("刷新").click();
  await owner.sees("您的登录链接");
  await owner.sees("此服务器不会发出任何邮件");
  expect(await owner.page.content()).not.toContain("nobody-else");
  await owner.finds();
});

test("an operator finds a mail that failed, and has it tried again", async () => {
  const site = await start({ SMTP_URL: smtp.url });
  await mail(site, "gone@fans.test", "Your order");
  const owner = await newOwner(chromium, site);
  const { outbox } = site.millet.platform.mail;
  await until(async () => (await outbox.count()).failed === 1);
  await owner.opens("/console/mails", "Mail outbox");
  await owner.page.getByText("Failed", { exact: true }).last().waitFor();
  await owner.page.getByRole("radiogroup", { name: "State" }).getByText("Failed").click();
  await owner.field("Recipient").fill("nobody");
  await owner.sees("No mail fits");
  await owner.field("Recipient").fill("gone");
  await owner.sees(/550 no such mailbox/);
  await owner.finds();
  refuses = false;
  await owner.button("Try again: Your order").click();
  await owner.page.getByRole("dialog").getByRole("button", { name: "Try again" }).click();
  await owner.sees("The mail to gone@fans.test is in the queue again.");
  const [taken] = await until(() => smtp.mails.length > 0 && smtp.mails);
  expect(taken?.recipients).toEqual(["gone@fans.test"]);
  await until(async () => (await outbox.count()).failed === 0);
});
