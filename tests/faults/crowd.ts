import { expect } from "bun:test";
import { Client } from "pg";
import { TotalsCounter } from "../../server/modules/sales/rules/report-totals.ts";
import { endAllServers, type ServerProcess } from "../support/server-process.ts";
import { type Fan, type LiveSale, type Reply, send } from "./live-sale.ts";

/** What the server acknowledged with 201 or 200: from then on it must stand. */
interface Acknowledged {
  readonly id: string;
  /** Whether this very request made it (201). */
  readonly isNew: boolean;
  readonly expiresAtMs: number | undefined;
  readonly sequence: number;
  readonly digest: string;
  /** Who said so. */
  readonly url: string;
}

/** A request that answers nothing for this long is sent again. */
const PATIENCE_MS = 8_000;
const RETRY_MS = 80;
/** Beyond this a fan gives up, and the test fails. */
const ANSWER_WITHIN_MS = 40_000;

const crowds = new Set<Crowd>();

/** For `afterEach`: sends the fans home, and ends the servers. */
export async function endAll(): Promise<void> {
  for (const crowd of crowds) crowd.isDismissed = true;
  crowds.clear();
  await endAllServers();
}

/**
 * Fans who claim over HTTP, each again and again with the same claim until there is an answer, and
 * a memory of everything that they were told.
 */
export class Crowd {
  readonly sale: LiveSale;
  /** All acknowledgements by fan, in order. */
  readonly acknowledged = new Map<Fan, Acknowledged[]>();
  /** Of each kind of answer how many there were: `201`, `503 lane_elsewhere`, `no answer`. */
  readonly answers = new Map<string, number>();
  isDismissed = false;
  /** What the first answer of each kind said, and who said it. */
  private readonly details = new Map<string, string>();
  private readonly urls: () => readonly string[];

  /** @param urls the servers that fans know at the moment; each try goes to the next one */
  constructor(sale: LiveSale, urls: () => readonly string[]) {
    this.sale = sale;
    this.urls = urls;
    crowds.add(this);
  }

  /** All of these fans claim, each at some moment within the time. */
  claimAll(fans: readonly Fan[], withinMs = 0): Promise<Reply[]> {
    const claims = fans.map(async (fan) => {
      await Bun.sleep(Math.random() * withinMs);
      return this.claim(fan);
    });
    const all = Promise.all(claims);
    // A test that fails meanwhile does not come to await them.
    all.catch(() => undefined);
    return all;
  }

  /** Claims until there is an answer that is not "ask again". */
  private async claim(fan: Fan): Promise<Reply> {
    const deadline = performance.now() + ANSWER_WITHIN_MS;
    for (let attempt = fan.place; ; attempt += 1) {
      const urls = this.urls();
      const reply = await this.tryClaim(fan, urls[attempt % urls.length] ?? "");
      if (reply !== undefined && reply.status !== 503) return reply;
      if (this.isDismissed || performance.now() > deadline) {
        throw new Error(`no answer for place ${fan.place}`);
      }
      await Bun.sleep(RETRY_MS * (0.5 + Math.random()));
    }
  }

  /** One request to one server; undefined when the connection broke or nothing came. */
  async tryClaim(fan: Fan, url: string): Promise<Reply | undefined> {
    const { saleId, variantId } = this.sale;
    let reply: Reply;
    try {
      reply = await send(`${url}/api/v1/sales/${saleId}/claims`, {
        method: "POST",
        headers: { "millet-pass": fan.pass },
        body: { lines: [{ variantId, quantity: 1 }] },
        timeoutMs: PATIENCE_MS,
      });
    } catch {
      this.count("no answer");
      return undefined;
    }
    const { code } = reply.body;
    const answer = typeof code === "string" ? `${reply.status} ${code}` : String(reply.status);
    this.count(answer);
    if (!this.details.has(answer))
      this.details.set(answer, `${url}: ${JSON.stringify(reply.body)}`);
    if (reply.status === 201 || reply.status === 200) this.remember(fan, reply, url);
    return reply;
  }

  private count(answer: string): void {
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
  }

  private remember(fan: Fan, { status, body }: Reply, url: string): void {
    const claim = body["claim"] as { id: string; expiresAt: string | null };
    const receipt = body["receipt"] as { sequence: number; digest: string };
    const list = this.acknowledged.get(fan) ?? [];
    this.acknowledged.set(fan, list);
    list.push({
      id: claim.id,
      isNew: status === 201,
      expiresAtMs: claim.expiresAt === null ? undefined : Date.parse(claim.expiresAt),
      sequence: receipt.sequence,
      digest: receipt.digest,
      url,
    });
  }

  /** Every answer was one that the API promises: no 500, no other surprise. */
  expectOnly(...allowed: readonly string[]): void {
    const others = [...this.answers.keys()].filter((answer) => !allowed.includes(answer));
    expect(others.map((answer) => [answer, this.details.get(answer)])).toEqual([]);
  }
}

/** `FIGURES=1 bun test tests/faults` also tells how long things took; no test rests on it. */
export function tell(what: string, sinceMs: number): void {
  if (process.env["FIGURES"] === undefined) return;
  console.log(`${what}: ${Math.round(performance.now() - sinceMs)} ms`);
}

/** What the durable log says of a sale, replayed from its first record. */
export interface ReplayedLog {
  readonly counter: TotalsCounter;
  /** Hex, by sequence - 1. */
  readonly digests: readonly string[];
  /** The outages that the log owns up to: holds are longer by them. */
  readonly outages: readonly { readonly sequence: number; readonly gapMs: number }[];
  /** Who took the lane over, in order. */
  readonly owners: readonly string[];
}

export async function replayLog(connectionString: string, saleId: string): Promise<ReplayedLog> {
  const { rows } = await query<{ sequence: string; digest: Buffer; body: Buffer }>(
    connectionString,
    "select sequence, digest, body from sales.lane_records where sale_id = $1 order by sequence",
    [saleId],
  );
  const counter = new TotalsCounter(saleId);
  const outages: { sequence: number; gapMs: number }[] = [];
  const owners: string[] = [];
  for (const { sequence, digest, body } of rows) {
    counter.add(body, digest);
    const { events } = JSON.parse(body.toString()) as { events: [string, never][] };
    for (const [name, value] of events) {
      if (name === "outage") outages.push({ sequence: Number(sequence), gapMs: value });
      if (name === "taken-over") owners.push(value);
    }
  }
  return { counter, digests: rows.map(({ digest }) => digest.toString("hex")), outages, owners };
}

export async function query<Row extends object>(
  connectionString: string,
  text: string,
  values: readonly unknown[] = [],
) {
  const client = new Client({ connectionString, application_name: "fault tests" });
  await client.connect();
  try {
    return await client.query<Row>(text, [...values]);
  } finally {
    await client.end();
  }
}

/**
 * What an acknowledgement is worth: each one names a record that the log holds with that digest,
 * and the claim stands in the replayed log under the id that the fan was told, first and last.
 */
export function expectAcknowledgedStand(crowd: Crowd, log: ReplayedLog): void {
  const { claims } = log.counter.state;
  expect(crowd.acknowledged.size).toBeGreaterThan(0);
  for (const [fan, list] of crowd.acknowledged) {
    const claim = claims.get(fan.place);
    for (const { id, sequence, digest, url } of list) {
      const found = { id: claim?.id, digest: log.digests[sequence - 1] };
      expect({ place: fan.place, url, sequence, ...found }).toEqual({
        place: fan.place,
        url,
        sequence,
        id,
        digest,
      });
    }
  }
}

/** The stock was held to the last unit and not once more, by as many claims as the log counts. */
export function expectSoldOut(log: ReplayedLog, stock: number, waiting: number): void {
  expect(log.counter.totals()).toMatchObject({
    unitsOffered: stock,
    unitsHeld: stock,
    unitsFree: 0,
    held: stock,
    claims: stock + waiting,
    released: 0,
    expired: 0,
  });
  const ids = [...log.counter.state.claims.values()].map(({ id }) => id);
  expect(new Set(ids).size).toBe(stock + waiting);
}

/** Nobody lost a moment of a hold: each is longer than promised by exactly the outages since. */
export function expectHoldsExtended(crowd: Crowd, log: ReplayedLog): void {
  for (const [{ place }, list] of crowd.acknowledged) {
    const expiresAt = log.counter.state.claims.get(place)?.expiresAt ?? 0;
    for (const { expiresAtMs, sequence, isNew } of list) {
      if (expiresAtMs === undefined) continue;
      const gainedMs = expiresAt - expiresAtMs;
      expect({ place, isShorter: gainedMs < 0 }).toEqual({ place, isShorter: false });
      // An answer to a repeated claim counts outages in that came after the claim's own record.
      if (!isNew) continue;
      const outagesMs = log.outages
        .filter((outage) => outage.sequence > sequence)
        .reduce((sum, { gapMs }) => sum + gapMs, 0);
      expect({ place, gainedMs }).toEqual({ place, gainedMs: outagesMs });
    }
  }
}

const LANE_LOCKS = `select pid, application_name from pg_locks join pg_stat_activity using (pid)
  where locktype = 'advisory' and granted
    and (classid::bigint << 32 | objid::bigint) = hashtextextended($1, 0)`;

/** Which of the servers holds the lane's lock at this moment. */
export async function findLockHolder(
  connectionString: string,
  servers: readonly ServerProcess[],
  saleId: string,
): Promise<ServerProcess | undefined> {
  const { rows } = await query<{ application_name: string }>(connectionString, LANE_LOCKS, [
    `sales.lane:${saleId}`,
  ]);
  return servers.find((server) => rows[0]?.application_name === `millet:${server.pid}`);
}

/** Ends the session that holds the lane's lock for this server, as a broken network would. */
export async function freeLaneOf(
  connectionString: string,
  server: ServerProcess,
  saleId: string,
): Promise<void> {
  const { rowCount } = await query(
    connectionString,
    `select pg_terminate_backend(pid) from (${LANE_LOCKS}) as l where application_name = $2`,
    [`sales.lane:${saleId}`, `millet:${server.pid}`],
  );
  expect(rowCount).toBe(1);
}
