import { afterEach, expect, test } from "bun:test";
import { join } from "node:path";
import {
  embeddedPostgresOf,
  serverFolder,
  startServer,
  untilTrue,
} from "../support/server-process.ts";
import { endAll, query, replayLog, tell } from "./crowd.ts";
import { type Fan, inParallel, openSale, type Reply, SECRET, send } from "./live-sale.ts";

/** `KILLS=50 bun test tests/faults/killed-codes.test.ts` kills more often. */
const KILLS = Number(process.env["KILLS"] ?? 3);
const CODES_A_ROUND = 12;
const CODES = CODES_A_ROUND * (KILLS + 1);
/** Codes of one round are typed within this time, and somewhere in it the server dies. */
const ROUND_MS = 200;

const folder = serverFolder();

afterEach(endAll);

interface Attempt {
  readonly fan: Fan;
  readonly code: string;
}

test(`of a server killed ${KILLS} times while codes are redeemed, each is worth one claim`, async () => {
  const dataDir = join(folder, "killed-codes");
  let server = await startServer({ dataDir, environment: { SECRET } });
  const sale = await openSale(server, {
    fans: CODES * 2,
    stock: CODES + 1,
    holdSeconds: 600,
    waitingLimit: 0,
  });
  const { saleId, variantId, operator } = sale;
  const issued = await send(`${server.url}/api/v1/sales/${saleId}/friend-codes`, {
    method: "POST",
    headers: { authorization: operator.authorization },
    body: { variantId, count: CODES },
  });
  expect(issued.status).toBe(201);
  const codes = (issued.body["items"] as { code: string }[]).map(({ code }) => code);
  // Two fans type each code at the same time.
  const attempts = sale.fans.map((fan, index): Attempt => {
    return { fan, code: codes[index >> 1] ?? "" };
  });

  const answers = new Map<string, Reply>();
  const typeIn = async ({ fan, code }: Attempt) => {
    await Bun.sleep(Math.random() * ROUND_MS);
    await untilTrue(async () => {
      const reply = await send(`${server.url}/api/v1/sales/${saleId}/code-claims`, {
        method: "POST",
        headers: { cookie: fan.cookie },
        body: { code },
      }).catch(() => undefined);
      if (reply === undefined || reply.status === 503) return false;
      answers.set(fan.fanId, reply);
      return true;
    }, "an answer to a code");
  };
  for (let round = 0; round <= KILLS; round += 1) {
    const from = round * CODES_A_ROUND * 2;
    const typing = inParallel(attempts.slice(from, from + CODES_A_ROUND * 2), 100, typeIn);
    if (round < KILLS) {
      await Bun.sleep(Math.random() * ROUND_MS);
      const killedAt = performance.now();
      await server.kill9();
      server = await server.restart();
      tell("killed, started and answering again", killedAt);
    }
    await typing;
  }

  const connectionString = embeddedPostgresOf(dataDir)?.connectionString ?? "";
  const { counter } = await replayLog(connectionString, saleId);
  const { state } = counter;
  expect(state.variants).toMatchObject([{ stock: CODES + 1, held: CODES, reserved: 0, sold: 0 }]);
  for (const [index, code] of codes.entries()) {
    const replies = attempts
      .filter((attempt) => attempt.code === code)
      .map(({ fan }) => ({ place: fan.place, reply: answers.get(fan.fanId) }));
    const made = replies.filter(({ reply }) => reply !== undefined && reply.status < 300);
    const refused = replies.filter(({ reply }) => reply?.body["code"] === "code_used");
    expect([made.length, refused.length]).toEqual([1, 1]);
    const [winner] = made;
    const claim = state.claims.get(winner?.place ?? 0);
    expect(claim).toMatchObject({ state: "held", codeNumber: index + 1 });
    expect(winner?.reply?.body["claim"]).toMatchObject({ id: claim?.id });
  }
  const redeemed = async () => {
    const { rows } = await query<{ found: number }>(
      connectionString,
      `select count(*)::integer as found from sales.friend_codes f
       join sales.claims c on c.id = f.claim_id and c.code_number = f.number
       where f.sale_id = $1 and f.state = 'redeemed'`,
      [saleId],
    );
    return rows[0]?.found === CODES;
  };
  await untilTrue(redeemed, "the table of codes follows the log", 8_000);
  expect((await server.stop()).code).toBe(0);
}, 180_000);
