import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "kysely";
import { createApiClient } from "../../../tests/support/api-client.ts";
import { testDatabase } from "../../../tests/support/database.ts";
import { createManualClock, testConfig, testPlatform } from "../../../tests/support/platform.ts";
import { good, refusal, until } from "../../../tests/support/sale.ts";
import { startSmtpServer } from "../../../tests/support/smtp-server.ts";
import { inTransaction } from "../../platform/database/database.ts";
import { createApp } from "../../platform/http/app.ts";
import { createMetrics } from "../../platform/metrics.ts";
import type { Platform } from "../../platform/platform.ts";
import { cliOperator, createAccounts, type OperatorRole } from "../accounts/index.ts";
import { createMailRouter } from "./routes.ts";

setDefaultTimeout(30_000);

const SECRET_LINK = "http://localhost:3000/sign-in?token=nobody-else";
const DAY_MS = 24 * 3_600_000;

const database = await testDatabase();
const clock = createManualClock(Date.UTC(2027, 0, 10));
let refuses = true;
const smtp = await startSmtpServer((recipient) =>
  refuses && recipient.startsWith("gone") ? "550 no such mailbox" : undefined,
);
afterAll(() => smtp.close());

const platform = testPlatform(database, { clock, config: testConfig({ SMTP_URL: smtp.url }) });
const accounts = createAccounts(platform);

function siteOf(given: Platform) {
  const { config, log } = given;
  const mounts = [
    {
      path: "/api/v1/mails",
      router: createMailRouter(given, accounts),
      chain: "standard" as const,
    },
  ];
  const metrics = createMetrics({ process: false });
  const unready = () => Promise.resolve(undefined);
  return createApiClient(createApp({ config, log, metrics, version: "1", mounts, unready }));
}

const send = siteOf(platform);

async function keyOf(role: OperatorRole): Promise<string> {
  const key = await accounts.createApiKey({ name: role, role }, { operator: cliOperator });
  return `Bearer ${key.token}`;
}

const owner = await keyOf("owner");

async function mail(to: string, subject: string, from = platform): Promise<string> {
  const message = { to, subject, text: SECRET_LINK, key: `test:${subject}` };
  await inTransaction(database, (tx) => from.mail.send(tx, message));
  const { rows } = await sql<{ id: string }>`
    select id from platform.mails where subject = ${subject}`.execute(database.kysely);
  return rows[0]?.id ?? "";
}

interface Listed {
  readonly items: readonly Record<string, unknown>[];
  readonly nextCursor: string | null;
}

const list = async (query: string) =>
  good(await send("GET", `/mails?${query}`, { as: owner })).body as unknown as Listed;
const subjectsOf = async (query: string) => (await list(query)).items.map(({ subject }) => subject);
const stateOf = async (id: string) =>
  (await list("limit=100")).items.find((item) => item["id"] === id)?.["state"];

test("operators see what became of each mail, never its text, and try a failed one again", async () => {
  // Recorded where no mail server was set up, and too old by now.
  clock.advance(-4 * DAY_MS);
  const stale = await mail("stale@fans.test", "Stale", testPlatform(database, { clock }));
  clock.advance(4 * DAY_MS);
  await mail("ana_1@fans.test", "Taken");
  const gone = await mail("gone@fans.test", "Refused");
  await platform.jobs.start();
  await until(async () => (await stateOf(gone)) === "failed");
  await until(async () => (await subjectsOf("state=sent")).length === 1);

  const { body: figures } = good(await send("GET", "/mails/figures", { as: owner }));
  expect(figures).toMatchObject({ isSetUp: true, waiting: 0, sentLastDay: 1, failed: 2 });
  expect(await subjectsOf("state=failed")).toEqual(["Refused", "Stale"]);
  expect(await subjectsOf("recipient=ANA_")).toEqual(["Taken"]);
  expect(await subjectsOf("recipient=an_")).toEqual([]);
  const [first] = (await list("recipient=gone")).items;
  expect(first).toMatchObject({ to: "gone@fans.test", state: "failed", attempts: 1, sentAt: null });
  expect(String(first?.["lastError"])).toContain("550 no such mailbox");
  expect(JSON.stringify(await list("limit=100"))).not.toContain("token=");

  const page = await list("limit=2");
  expect(page.items).toHaveLength(2);
  expect(await subjectsOf(`limit=2&cursor=${page.nextCursor}`)).toEqual(["Stale"]);

  refuses = false;
  for (const id of [gone, stale]) {
    expect((await send("POST", `/mails/${id}/retries`, { as: owner })).status).toBe(204);
    await until(async () => (await stateOf(id)) === "sent");
  }
  expect(smtp.mails.filter(({ content }) => content.includes("Subject: Refused"))).toHaveLength(1);
  const { rows } = await sql`select operator_name, subject from accounts.operator_actions
    where action = 'mail.retried' order by sequence`.execute(database.kysely);
  expect(rows).toEqual([
    { operator_name: "owner", subject: `mail:${gone}` },
    { operator_name: "owner", subject: `mail:${stale}` },
  ]);
});

test("a mail that was sent, one that nobody knows, and any without a server are refused", async () => {
  const retry = (id: string, as: string, through = send) =>
    through("POST", `/mails/${id}/retries`, { as });
  const [sent] = (await list("state=sent")).items;
  const id = String(sent?.["id"]);
  expect(refusal(await retry(id, owner))).toBe("409 mail_not_failed");
  const nobody = "00000000-0000-7000-8000-000000000000";
  expect(refusal(await retry(nobody, owner))).toBe("404 mail_not_found");
  const without = siteOf(testPlatform(database, { clock }));
  expect(refusal(await retry(id, owner, without))).toBe("409 mail_not_set_up");
  const moderator = await keyOf("moderator");
  expect(refusal(await retry(id, moderator))).toBe("403 permission_missing");
  expect(refusal(await send("GET", "/mails", { as: moderator }))).toBe("403 permission_missing");
});
