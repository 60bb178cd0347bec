import { afterAll, afterEach, expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { createApiClient } from "../../../tests/support/api-client.ts";
import {
  commandLine,
  processTreeOf,
  processTreeWith,
  stillAlive,
} from "../../../tests/support/processes.ts";
import { createSaleSite, good, refusal } from "../../../tests/support/sale.ts";
import { untilTrue, within } from "../../../tests/support/server-process.ts";
import { createApp } from "../../platform/http/app.ts";
import { newId } from "../../platform/ids.ts";
import { createMetrics } from "../../platform/metrics.ts";
import { createRehearsals } from "./index.ts";
import { rehearsalsOf } from "./store.ts";

const site = await createSaleSite();
const { platform, accounts, sales, owner } = site;
const program = { command: commandLine, version: "0.0.0" };

/** One of the servers of the installation. */
function server() {
  const rehearsals = createRehearsals(platform, accounts, sales, program);
  afterAll(() => rehearsals.stop(), 30_000);
  const { config, log } = platform;
  const metrics = createMetrics({ process: false });
  const mounts = [...accounts.mounts, ...rehearsals.mounts];
  const unready = () => Promise.resolve(undefined);
  const app = createApp({ config, log, metrics, mounts, unready, version: "0.0.0" });
  return { rehearsals, app, send: createApiClient(app) };
}

const { app, send } = server();
const other = server();
const folder = join(platform.config.dataDir, "rehearsals");

const start = (body: object, as = owner) => send("POST", "/rehearsals", { as, body });
const read = (id: string) => send("GET", `/rehearsals/${id}`, { as: owner });
const cancel = (id: string) => send("PUT", `/rehearsals/${id}/cancellation`, { as: owner });
/** What of a rehearsal's processes serves its sale. */
const SERVER = "rehearse/server.ts";
const SMALL = { fans: 40, units: 8 };

async function startSmall(more: object = {}): Promise<string> {
  return good(await start({ ...SMALL, ...more })).body.id;
}

/** The text of the live stream until its end. @param hear called with each part as it comes */
async function watch(id: string, hear: (part: string) => void = () => undefined): Promise<string> {
  const url = `http://millet.test/api/v1/rehearsals/${id}/live`;
  const answer = await app.request(url, { headers: { authorization: owner } }, {});
  expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of answer.body ?? []) {
    const part = decoder.decode(bytes, { stream: true });
    text += part;
    hear(part);
  }
  return text;
}

interface FeedTold {
  readonly at: string;
  readonly entries: readonly { readonly type: string }[];
}

interface HistoryTold {
  readonly everyMs: number;
  readonly samples: readonly (readonly number[])[];
}

const hasOpened = ({ entries }: FeedTold) => entries.some(({ type }) => type === "opened");

/** What a stream has told of the course and of the log. */
function eventsIn(text: string) {
  const of = (event: string): unknown[] =>
    [...text.matchAll(new RegExp(`^event: ${event}\\ndata: (.*)$`, "gm"))].map(([, data]) =>
      JSON.parse(data ?? ""),
    );
  return { feed: of("feed") as FeedTold[], history: of("history") as HistoryTold[] };
}

async function actionsOn(id: string): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`
    select action from accounts.operator_actions where subject = ${`rehearsal:${id}`} order by sequence
  `.execute(platform.database.kysely);
  return rows.map(({ action }) => action);
}

afterEach(() => {
  // Whatever became of a rehearsal, nothing of it is left on the disk.
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
});

test("a rehearsal tells how far it is, shows its sale live, and keeps its result", async () => {
  const id = await startSmall();
  let late: Promise<string> | undefined;
  const watching = watch(id, (part) => {
    // When the line has moved, the opening is over.
    if (part.includes('"type":"admitted"')) late ??= watch(id);
  });
  const text = await within(90_000, watching, () => "the stream goes on");
  expect(text).toContain("event: figures\n");
  expect(text).toContain('"state":"selling"');
  const [before, after] = [eventsIn(text), eventsIn((await late) ?? "")];
  const openedAt = Date.parse(before.feed.find(hasOpened)?.at ?? "");
  // Who comes late is told the opening, and the course from it on.
  expect(after.feed.find(hasOpened)).toEqual(before.feed.find(hasOpened));
  const [history] = after.history;
  expect(history?.everyMs).toBeGreaterThanOrEqual(1_000);
  expect(history?.samples[0]?.[0]).toBeLessThanOrEqual(openedAt + 1_000);
  const { body } = good(await read(id));
  expect(body).toMatchObject({
    state: "done",
    reason: null,
    faults: 0,
    options: { ...SMALL, pays: false, kills: 0, preload: false },
    figures: { sold: 8, oversold: 0, takeovers: 2, baselineRequestsPerSecond: null },
    startedBy: "owner",
  });
  const { plan, stageNumber } = body["progress"] as { plan: string[]; stageNumber: number };
  expect(stageNumber).toBe(plan.length);
  const stages = [...text.matchAll(/"stageNumber":(\d+)/g)].map(([, number]) => Number(number));
  expect(new Set(stages).size).toBeGreaterThanOrEqual(plan.length - 1);
  expect((body["curve"] as { units: number }[]).at(-1)?.units).toBeGreaterThanOrEqual(8);
  expect(await actionsOn(id)).toEqual(["rehearsal.started"]);

  const report = await send("GET", `/rehearsals/${id}/report.json`, { as: owner });
  expect(report.headers.get("content-disposition")).toContain("attachment");
  expect(report.body["result"]).toMatchObject({ fans: 40, machine: expect.any(String) });
  const list = good(await send("GET", "/rehearsals?limit=1", { as: owner })).body;
  expect(list["items"]).toMatchObject([{ id, state: "done", faults: 0 }]);
  expect(refusal(await cancel(id))).toBe("409 rehearsal_over");
}, 120_000);

test("one rehearsal runs at a time on all servers, and ends with its processes when told", async () => {
  const id = await startSmall();
  expect(refusal(await start(SMALL))).toBe("409 rehearsal_running");
  const elsewhere = await other.send("POST", "/rehearsals", { as: owner, body: SMALL });
  expect(refusal(elsewhere)).toBe("409 rehearsal_running");
  const path = `/rehearsals/${id}`;
  expect((await other.send("GET", path, { as: owner })).body["state"]).toBe("running");
  const foreign = await other.send("PUT", `${path}/cancellation`, { as: owner });
  expect(refusal(foreign)).toBe("409 rehearsal_elsewhere");
  await untilTrue(() => processTreeWith(id, SERVER) !== undefined, "its server runs", 30_000);
  const processes = processTreeOf(id);
  const ended = good(await cancel(id)).body;
  expect(ended).toMatchObject({ state: "cancelled", reason: "cancelled", figures: null });
  expect(stillAlive(processes)).toEqual([]);
  expect(await actionsOn(id)).toEqual(["rehearsal.started", "rehearsal.cancelled"]);
  // The right to run one has been given back.
  good(await cancel(await startSmall()));
}, 60_000);

test.each([
  ["as its database is made", "initdb"],
  ["as its server runs", SERVER],
])(
  "a process killed %s fails its rehearsal with the reason, and leaves nothing",
  async (_, at) => {
    const id = await startSmall();
    await untilTrue(() => processTreeWith(id, at) !== undefined, `it runs ${at}`, 30_000);
    const processes = processTreeOf(id);
    process.kill(processes[0]?.pid ?? 0, "SIGKILL");
    await untilTrue(async () => (await read(id)).body["state"] !== "running", "it is noticed");
    const { body } = await read(id);
    expect(body).toMatchObject({ state: "failed", reason: "process_ended" });
    expect(body["logTail"]).toContain("SIGKILL");
    await untilTrue(() => stillAlive(processes).length === 0, "its children end");
    await untilTrue(() => readdirSync(folder).length === 0, "its folder is removed");
  },
  60_000,
);

test("what runs while nobody holds the lock was lost with its server", async () => {
  const id = newId();
  const row = { id, ...SMALL, pays: false, kills: 0, preload: false, version: "0", machine: "m" };
  await rehearsalsOf(platform)
    .insertInto("rehearsals")
    .values({ ...row, started_at: new Date(), started_by: "owner" })
    .execute();
  // The one before may hold the lock for a moment yet.
  await untilTrue(async () => (await read(id)).body["state"] !== "running", "it is noticed");
  expect((await read(id)).body).toMatchObject({ state: "lost", reason: "server_lost" });
});

test("the end of the server ends its rehearsal", async () => {
  const third = server();
  const begun = good(await third.send("POST", "/rehearsals", { as: owner, body: SMALL }));
  await third.rehearsals.stop();
  const ended = (await read(begun.body.id)).body;
  expect(ended).toMatchObject({ state: "cancelled", reason: "server_stopped" });
  const late = await third.send("POST", "/rehearsals", { as: owner, body: SMALL });
  expect(refusal(late)).toBe("409 rehearsal_running");
}, 60_000);

test("near a sale a rehearsal is refused, unless it is wanted all the same", async () => {
  const hour = 3_600_000;
  const dates = { opensAt: new Date(Date.now() + hour / 2).toISOString() };
  const saleId = await site.publish(dates);
  const refused = await start(SMALL);
  expect(refusal(refused)).toBe("409 sale_near");
  expect(refused.body["saleId"]).toBe(saleId);
  const id = await startSmall({ evenSo: true });
  good(await cancel(id));
  good(await site.operate(saleId, "DELETE", "publication"));
  const far = await site.publish({ opensAt: new Date(Date.now() + 2 * hour).toISOString() });
  good(await cancel(await startSmall()));
  good(await site.operate(far, "DELETE", "publication"));
}, 60_000);

test("nobody rehearses without the permission, or beyond what a machine bears", async () => {
  const support = await site.keyOf("support");
  expect(refusal(await start(SMALL, support))).toBe("403 permission_missing");
  for (const body of [
    { fans: 10, units: 11 },
    { fans: 2_000_001, units: 1 },
    { fans: 10, units: 0 },
    { ...SMALL, kills: 21 },
    { ...SMALL, more: 1 },
  ]) {
    expect((await start(body)).status).toBe(422);
  }
  expect(refusal(await read(newId()))).toBe("404 rehearsal_not_found");
});
