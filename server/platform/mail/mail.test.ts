import { afterAll, expect, test } from "bun:test";
import { testDatabase } from "../../../tests/support/database.ts";
import {
  createManualClock,
  mailsTo,
  testConfig,
  testPlatform,
} from "../../../tests/support/platform.ts";
import { startSmtpServer } from "../../../tests/support/smtp-server.ts";
import { rejectionOf } from "../../../tests/support/rejection.ts";
import { inTransaction } from "../database/database.ts";
import type { Platform } from "../platform.ts";
import type { MailMessage } from "./mail.ts";
import { mailsOf } from "./store.ts";

const database = await testDatabase();
/** Whose mails wait until a test lets them go: no other platform of this file works on it. */
const quiet = await testDatabase();
const smtp = await startSmtpServer((recipient) => {
  if (recipient.startsWith("unknown")) return "550 no such mailbox";
  if (recipient.startsWith("busy")) return "451 come back later";
  return undefined;
});
afterAll(() => smtp.close());

function platformWithSmtp(clock = createManualClock()): Platform {
  const config = testConfig({ SMTP_URL: smtp.url, MAIL_FROM: "Millet <shop@millet.test>" });
  return testPlatform(database, { config, clock });
}

function send({ mail }: Platform, message: Partial<MailMessage> & { key: string }): Promise<void> {
  const whole = { to: "fan@example.org", subject: "Hello", text: "A text.", ...message };
  return inTransaction(database, (tx) => mail.send(tx, whole));
}

async function findMail(key: string) {
  return await mailsOf(database)
    .selectFrom("mails")
    .selectAll()
    .where("key", "=", key)
    .executeTakeFirst();
}

async function until(isSo: () => unknown): Promise<void> {
  while (!(await isSo())) await Bun.sleep(10);
}

const received = (text: string) => smtp.mails.filter(({ content }) => content.includes(text));

test("a mail leaves once for each key, and its text is erased when it is sent", async () => {
  const platform = platformWithSmtp();
  await platform.jobs.start();
  await send(platform, {
    key: "welcome:1",
    text: "Welcome, 粟!",
    html: "<p>Welcome, <b>粟</b>!</p>",
  });
  await send(platform, { key: "welcome:1", subject: "Once more" });
  await send(platform, { key: "welcome:2", subject: "Another" });
  await until(async () => (await findMail("welcome:1"))?.sent_at);
  await until(async () => (await findMail("welcome:2"))?.sent_at);
  expect(received("Subject: Hello")).toHaveLength(1);
  expect(received("Subject: Once more")).toHaveLength(0);
  expect(received("Subject: Another")).toHaveLength(1);
  const [mail] = received("Subject: Hello");
  expect(mail).toMatchObject({ from: "shop@millet.test", recipients: ["fan@example.org"] });
  expect(mail?.content).toContain("From: Millet <shop@millet.test>");
  expect(await findMail("welcome:1")).toMatchObject({ text: null, html: null, last_error: null });
});

test("a mail of a rolled back transaction never leaves, and its key stays free", async () => {
  const platform = platformWithSmtp();
  await platform.jobs.start();
  const work = inTransaction(database, async (tx) => {
    const message = { to: "fan@example.org", subject: "Undone", text: "", key: "undone" };
    await platform.mail.send(tx, message);
    throw new Error("no");
  });
  expect(await rejectionOf(work)).toContain("no");
  await send(platform, { key: "undone", subject: "Done" });
  await until(async () => (await findMail("undone"))?.sent_at);
  expect(received("Subject: Undone")).toHaveLength(0);
});

test("a mail that the server cannot take now is tried again; one that it refuses is not", async () => {
  const platform = platformWithSmtp();
  await platform.jobs.start();
  await send(platform, { key: "busy", to: "busy@example.org" });
  await send(platform, { key: "unknown", to: "unknown@example.org" });
  await until(async () => (await findMail("busy"))?.last_error);
  await until(async () => (await findMail("unknown"))?.refused_at);
  expect(await findMail("busy")).toMatchObject({
    sent_at: null,
    refused_at: null,
    text: "A text.",
    last_error: expect.stringContaining("451 come back later"),
  });
  expect(await findMail("unknown")).toMatchObject({
    last_error: expect.stringContaining("550 no such mailbox"),
  });
});

test("without a mail server, mails are kept as they are", async () => {
  const platform = testPlatform(database);
  await platform.jobs.start();
  await send(platform, { key: "kept:1", to: "kept@example.org", text: "First." });
  await send(platform, { key: "kept:1", to: "kept@example.org", text: "The same key." });
  await send(platform, { key: "kept:2", to: "kept@example.org", html: "<p>Second.</p>" });
  const html = "<p>Second.</p>";
  expect(await mailsTo(database, "kept@example.org")).toMatchObject([
    { key: "kept:2", subject: "Hello", text: "A text.", html },
    { key: "kept:1", text: "First.", html: null },
  ]);
});

test("a mail recorded while no mail server was set leaves when there is one", async () => {
  const clock = createManualClock(Date.UTC(2027, 0, 1));
  const before = testPlatform(database, { clock });
  await send(before, { key: "worthless", subject: "Worthless" });
  clock.advance(3 * 24 * 3_600_000);
  await send(before, { key: "early", subject: "Early" });
  clock.advance(2 * 3_600_000);
  const platform = platformWithSmtp(clock);
  await platform.jobs.start();
  await platform.jobs.enqueue("platform.send-waiting-mails", {});
  await until(async () => (await findMail("early"))?.sent_at);
  expect(await findMail("worthless")).toMatchObject({ sent_at: null });
});

test("of many mails written at once each key has one, and those in bulk leave last", async () => {
  const config = testConfig({ SMTP_URL: smtp.url });
  const platform = testPlatform(quiet, { config });
  const mailOf = (key: string) => ({ to: "fan@example.org", subject: key, text: "", key });
  const bulk = Array.from({ length: 12 }, (_, index) => ({
    ...mailOf(`bulk:${index}`),
    isBulk: true,
  }));
  await inTransaction(quiet, (tx) => platform.mail.send(tx, [...bulk, ...bulk.slice(0, 3)]));
  await inTransaction(quiet, (tx) => platform.mail.send(tx, [mailOf("sign-in:1")]));
  await inTransaction(quiet, (tx) => platform.mail.send(tx, []));
  expect(await platform.mail.countWaiting(100)).toBe(13);
  expect(await platform.mail.countWaiting(5)).toBe(5);
  expect(await testPlatform(quiet).mail.countWaiting(100)).toBe(0);
  await platform.jobs.start();
  await until(async () => (await platform.mail.countWaiting(1)) === 0);
  const subjects = smtp.mails.flatMap(
    ({ content }) => /Subject: ((?:bulk|sign-in):\d+)/.exec(content)?.[1] ?? [],
  );
  expect(subjects.toSorted()).toEqual([...bulk.map(({ key }) => key), "sign-in:1"].toSorted());
  // Three leave at a time.
  expect(subjects.indexOf("sign-in:1")).toBeLessThan(3);
});

test("a subject cannot begin another header", async () => {
  const platform = platformWithSmtp();
  await platform.jobs.start();
  const subject = "Hi\r\nBcc: all@example.org\r\n\r\nbody\u2028\0";
  await send(platform, { key: "injection", subject });
  await until(async () => (await findMail("injection"))?.sent_at);
  const [mail] = received("Hi Bcc");
  expect(mail?.recipients).toEqual(["fan@example.org"]);
  expect(mail?.content).toContain("Subject: Hi Bcc: all@example.org body\n");
  expect(mail?.content).not.toMatch(/^bcc:/im);
});

test.each([
  "fan@example.org, all@example.org",
  "fan@example.org\r\nBcc: all@example.org",
  "Fan <fan@example.org>",
  "fan",
  "@example.org",
  "group:fan@example.org;",
])("the recipient %j is refused, because it is not one plain address", async (to) => {
  const platform = testPlatform(database);
  expect(await rejectionOf(send(platform, { key: `refused:${to}`, to }))).toContain(
    "not one plain",
  );
});
