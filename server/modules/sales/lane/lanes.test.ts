import { beforeAll, describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { newId } from "../../../platform/ids.ts";
import { sealRecord } from "../rules/lane-record.ts";
import {
  createSaleSite,
  good,
  refusal,
  until,
  type SaleSite,
  type TestFan,
} from "../../../../tests/support/sale.ts";

const first = await createSaleSite();
const { database } = first.platform;
const second = await createSaleSite({ database, runs: false });
const third = await createSaleSite({ database, runs: false });
const fourth = await createSaleSite({ database, runs: false });

const lines = { lines: [{ variantId: first.variants[0], quantity: 1 }] };

async function epochsOf(saleId: string): Promise<number> {
  const { rows } = await sql<{ epoch: number }>`
    select max(epoch) as epoch from sales.lane_records where sale_id = ${saleId}
  `.execute(database.kysely);
  return rows[0]?.epoch ?? 0;
}

/** Latecomers and the draw's own fans, three of them, in the order of their places. */
async function opened(): Promise<{ saleId: string; fans: TestFan[] }> {
  const fans = first.fans(3);
  const saleId = await first.openDraw(fans);
  return { saleId, fans: await first.inOrder(saleId, fans) };
}

/** Whether that server answers for the lane. */
const runs = async (site: SaleSite, saleId: string) =>
  (await site.send("GET", `/sales/${saleId}/now`)).status === 200;

const stateOf = async (site: SaleSite, saleId: string) =>
  (await site.send("GET", `/sales/${saleId}`)).body["state"];

async function closedAt(saleId: string): Promise<Date | null | undefined> {
  const { rows } = await sql<{ lane_closed_at: Date | null }>`
    select lane_closed_at from sales.sales where id = ${saleId}`.execute(database.kysely);
  return rows[0]?.lane_closed_at;
}

describe("of two servers on one database", () => {
  let sales: { saleId: string; fans: TestFan[] }[] = [];
  const sale = (index: number) => sales[index] ?? { saleId: "", fans: [] };

  // Whoever is first takes a new lane, so the second starts when the first has them all.
  beforeAll(async () => {
    sales = [await opened(), await opened(), await opened()];
    await second.sales.start();
  });

  test("one runs a lane, and the other points to it", async () => {
    const { saleId, fans } = sale(0);
    const [fan] = fans as [TestFan];
    const pass = await second.passOf(saleId, fan);
    await Bun.sleep(600);
    const answers = [
      await second.claimWith(saleId, pass, lines),
      await second.send("GET", `/sales/${saleId}/now`),
      await second.ask(saleId, fan, "GET", "claims/mine"),
      await second.ask(saleId, fan, "DELETE", `claims/${saleId}`),
      await second.ask(saleId, fan, "DELETE", "registrations/mine"),
      await second.operate(saleId, "PUT", "pause"),
    ];
    for (const answer of answers) {
      expect(refusal(answer)).toBe("503 lane_elsewhere");
      expect(answer.headers.get("retry-after")).toBe("1");
    }
    expect(good(await first.claim(saleId, fan)).status).toBe(201);
    expect(await epochsOf(saleId)).toBe(1);
  });

  test("the one that runs the lane learns of latecomers who register at the other", async () => {
    const { saleId } = sale(1);
    const late = second.fan();
    good(await second.join(saleId, late));
    expect(await second.placeOf(saleId, late)).toBe(4);
    await until(async () => (await first.laneOf(saleId)).admittedThrough === 4);
    expect(good(await first.claim(saleId, late)).body["claim"]).toMatchObject({ place: 4 });
  });

  test("the second takes over when the first stops, and everything stands", async () => {
    const { saleId, fans } = sale(2);
    const [one, two, three] = fans as [TestFan, TestFan, TestFan];
    const made = good(await first.claim(saleId, one));
    good(await first.operate(saleId, "POST", "bars", { place: 2, reason: "terms_violated" }));
    const before = await first.laneOf(saleId);
    await first.sales.stop();

    const pass = await first.passOf(saleId, three);
    const refused = await first.claimWith(saleId, pass, lines);
    expect(refusal(refused)).toBe("503 lane_elsewhere");
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(refusal(await first.operate(saleId, "PUT", "pause"))).toBe("503 lane_elsewhere");

    await until(() => runs(second, saleId));
    const after = await second.laneOf(saleId);
    expect(after.epoch).toBe(before.epoch + 1);
    expect(after.claims.get(1)?.expiresAt).toBeGreaterThanOrEqual(
      before.claims.get(1)?.expiresAt ?? 0,
    );
    const again = await second.claim(saleId, one, lines.lines);
    expect(again.status).toBe(200);
    expect((again.body["claim"] as { id: string }).id).toBe(
      (made.body["claim"] as { id: string }).id,
    );
    expect(refusal(await second.claim(saleId, two, lines.lines))).toBe("403 place_barred");
    expect(good(await second.claim(saleId, three, lines.lines)).status).toBe(201);
    await until(async () => {
      const { rows } = await sql<{ place: number }>`
        select place from sales.claims where sale_id = ${saleId} and state = 'held' order by place
      `.execute(database.kysely);
      return rows.length === 2;
    });
    expect(refusal(await first.claimWith(saleId, pass, lines))).toBe("503 lane_elsewhere");
  });
});

/** A server that is started by its test, when all others have stopped. */
async function takenOver(last: SaleSite, next: SaleSite, saleId: string): Promise<void> {
  await last.sales.stop();
  await next.sales.start();
  await until(() => runs(next, saleId));
}

test("a takeover mends the row that a crash left behind the lane", async () => {
  const saleId = await second.openDraw(second.fans(1));
  good(await second.operate(saleId, "PUT", "pause"));
  await sql`update sales.sales set state = 'selling' where id = ${saleId}`.execute(database.kysely);
  await takenOver(second, third, saleId);
  const { body } = await third.send("GET", `/sales/${saleId}`);
  expect(body["state"]).toBe("paused");
});

test("a sale that ended while its row did not know is closed by who takes it over", async () => {
  const saleId = await third.openDraw(third.fans(1));
  await third.sales.stop();
  const lane = await third.laneOf(saleId);
  lane.epoch += 1;
  const record = sealRecord(lane, [
    ["taken-over", "a server that died"],
    ["ended", "stopped"],
  ]);
  await sql`
    insert into sales.lane_records (sale_id, sequence, epoch, previous_digest, digest, body)
    values (${saleId}, ${record.sequence}, ${record.epoch}, ${Buffer.from(record.previousDigest)},
      ${Buffer.from(record.digest)}, ${Buffer.from(record.body)})`.execute(database.kysely);
  await fourth.sales.start();
  await until(async () => (await stateOf(fourth, saleId)) === "ended");
  await until(async () => (await closedAt(saleId)) !== null);
});

describe("a lane that is over", () => {
  test("is not started again by a fan who asks for it, and its log stands", async () => {
    const fan = fourth.fan();
    const saleId = await fourth.openDraw([fan]);
    const { body } = good(await fourth.claim(saleId, fan));
    const { id } = body["claim"] as { id: string };
    good(await fourth.ask(saleId, fan, "DELETE", `claims/${id}`));
    good(await fourth.operate(saleId, "PUT", "ending", {}));
    await until(async () => (await closedAt(saleId)) !== null);
    const before = await fourth.laneOf(saleId);
    const late = await fourth.ask(saleId, fan, "DELETE", `claims/${id}`);
    expect(refusal(late)).toBe("409 sale_ended");
    const mine = good(await fourth.ask(saleId, fan, "GET", "claims/mine"));
    expect(mine.body["claim"]).toMatchObject({ id, state: "released", expiresAt: null });
    await Bun.sleep(300);
    expect((await fourth.laneOf(saleId)).sequence).toBe(before.sequence);
  });

  test("was never there for a sale that is not drawn, and asking for it says so", async () => {
    const fan = fourth.fan();
    const saleId = await fourth.publish();
    good(await fourth.join(saleId, fan));
    const released = await fourth.ask(saleId, fan, "DELETE", `claims/${newId()}`);
    expect(refusal(released)).toBe("409 sale_not_open");
    const mine = await fourth.ask(saleId, fan, "GET", "claims/mine");
    expect(refusal(mine)).toBe("404 claim_not_found");
    const { rows } = await sql`
      select from pg_locks where locktype = 'advisory'
        and (classid::bigint << 32 | objid::bigint)
          = hashtextextended(${`sales.lane:${saleId}`}, 0)`.execute(database.kysely);
    expect(rows).toEqual([]);
  });
});

test("an id in another spelling is no way to a second lane", async () => {
  const fan = fourth.fan();
  const saleId = await fourth.openDraw([fan]);
  const { body } = good(await fourth.claim(saleId, fan));
  const shouted = saleId.toUpperCase();
  const { id } = body["claim"] as { id: string };
  for (const [method, step] of [
    ["DELETE", `claims/${id}`],
    ["DELETE", "registrations/mine"],
    ["GET", "claims/mine"],
  ] as const) {
    expect(refusal(await fourth.ask(shouted, fan, method, step))).toBe("422 invalid_request");
  }
  const receipt = { ...(body["receipt"] as object), saleId: shouted };
  const checked = await fourth.operate(shouted, "POST", "receipt-checks", receipt);
  expect(refusal(checked)).toBe("422 invalid_request");
  expect((await fourth.claim(saleId, fan)).status).toBe(200);
  expect(await stateOf(fourth, saleId)).toBe("selling");
  expect((await fourth.laneOf(saleId)).epoch).toBe(1);
});

test("a server that loses the connection with its locks goes on, and takes new lanes", async () => {
  const fans = fourth.fans(2);
  const saleId = await fourth.openDraw(fans);
  const [one, two] = fans as [TestFan, TestFan];
  good(await fourth.claim(saleId, one));
  const { rows } = await sql<{ ended: boolean }>`
    select pg_terminate_backend(pid) as ended from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
      and query like '%pg_try_advisory_lock%'`.execute(database.kysely);
  expect(rows.map(({ ended }) => ended)).toContain(true);
  good(await fourth.claim(saleId, two));
  const nextId = await until(async () => {
    const id = await fourth.openDraw(fans).catch(() => undefined);
    return id;
  });
  expect(good(await fourth.claim(nextId, one)).status).toBe(201);
});

describe("a lane whose lock is lost unseen", () => {
  const lockOf = (saleId: string) => sql<{ pid: number }>`
    select pid from pg_locks where locktype = 'advisory' and granted
      and (classid::bigint << 32 | objid::bigint)
        = hashtextextended(${`sales.lane:${saleId}`}, 0)`;

  test("keeps it if nobody else came, and has its log say so", async () => {
    const saleId = await fourth.publish();
    good(await fourth.join(saleId, fourth.fan()));
    good(await fourth.operate(saleId, "PUT", "draw"));
    const before = await fourth.laneOf(saleId);
    const [lock] = (await lockOf(saleId).execute(database.kysely)).rows;
    await sql`select pg_terminate_backend(${lock?.pid})`.execute(database.kysely);
    await until(async () => (await fourth.laneOf(saleId)).sequence > before.sequence);
    expect((await fourth.laneOf(saleId)).epoch).toBe(before.epoch);
    expect((await lockOf(saleId).execute(database.kysely)).rows).toHaveLength(1);
  });

  test("tells nobody how things stood before another server took it", async () => {
    const fan = fourth.fan();
    const saleId = await fourth.publish({ admissionMargin: 10 });
    good(await fourth.join(saleId, fan));
    good(await fourth.operate(saleId, "PUT", "draw"));
    const pass = await fourth.passOf(saleId, fan);
    const own = { lines: [{ variantId: fourth.variants[0], quantity: 1 }] };
    expect(refusal(await fourth.claimWith(saleId, pass, own))).toBe("409 sale_not_open");
    const [lock] = (await lockOf(saleId).execute(database.kysely)).rows;
    // Another server, as far as the lock can tell: it holds it until the end of its transaction.
    await database.kysely.connection().execute(async (other) => {
      await sql`select pg_terminate_backend(${lock?.pid})`.execute(other);
      await until(async () => {
        const { rows } = await sql<{ ours: boolean }>`
          select pg_try_advisory_lock(hashtextextended(${`sales.lane:${saleId}`}, 0)) as ours
        `.execute(other);
        return rows[0]?.ours === true;
      });
      await until(async () => {
        const reply = await fourth.claimWith(saleId, pass, own);
        return refusal(reply) === "503 lane_elsewhere";
      });
      await sql`select pg_advisory_unlock_all()`.execute(other);
    });
    await until(async () => (await fourth.laneOf(saleId)).epoch === 2);
    expect(refusal(await fourth.claimWith(saleId, pass, own))).toBe("409 sale_not_open");
  });
});

test("a lane whose log loses its end halts, and the sale with it", async () => {
  const fans = fourth.fans(2);
  const saleId = await fourth.openDraw(fans);
  const [one, two] = (await fourth.inOrder(saleId, fans)) as [TestFan, TestFan];
  good(await fourth.claim(saleId, one));
  const pass = await fourth.passOf(saleId, two);
  await sql`
    delete from sales.lane_records where sale_id = ${saleId} and sequence >= 3
  `.execute(database.kysely);
  await until(async () => {
    const reply = await fourth.claimWith(saleId, pass, lines);
    return refusal(reply) === "503 sale_halted";
  });
  await until(async () => {
    const { body } = await fourth.send("GET", `/sales/${saleId}`);
    return body["haltedReason"] === "the log has lost its end";
  });
  const { sequence } = await fourth.laneOf(saleId);
  await Bun.sleep(400);
  expect((await fourth.laneOf(saleId)).sequence).toBe(sequence);
});
