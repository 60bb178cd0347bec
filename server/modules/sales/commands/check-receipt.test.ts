import { expect, test } from "bun:test";
import { sql } from "kysely";
import {
  createSaleSite,
  good,
  refusal,
  until,
  type SaleSite,
  type TestFan,
} from "../../../../tests/support/sale.ts";
import type { ClaimReceipt } from "../lane/running-lane.ts";
import { claimReceiptMessage } from "../rules/receipts.ts";

const site = await createSaleSite();
const { database, keys } = site.platform;

/** Servers that are started later on the same database. */
const restarts: SaleSite[] = [];
for (let count = 0; count < 3; count += 1) {
  restarts.push(await createSaleSite({ database, runs: false }));
}

async function restart(): Promise<SaleSite> {
  const next = restarts.pop();
  if (next === undefined) throw new Error("all servers were started");
  await next.sales.start();
  return next;
}

const check = (saleId: string, receipt: unknown) =>
  site.send("POST", `/sales/${saleId}/receipt-checks`, { body: receipt });

async function claimed(): Promise<{ saleId: string; fan: TestFan; receipt: ClaimReceipt }> {
  const fan = site.fan();
  const saleId = await site.openDraw([fan]);
  const { body } = good(await site.claim(saleId, fan));
  return { saleId, fan, receipt: body["receipt"] as ClaimReceipt };
}

/** What we would have signed if the log had said so. */
function signed(saleId: string, sequence: number, digest: string): ClaimReceipt {
  const message = claimReceiptMessage(saleId, sequence, Buffer.from(digest, "hex"));
  return { saleId, sequence, digest, signature: keys.sign(message).toString("base64url") };
}

async function haltedReason(saleId: string): Promise<string | null | undefined> {
  const { rows } = await sql<{ halted_reason: string | null }>`
    select halted_reason from sales.sales where id = ${saleId}`.execute(database.kysely);
  return rows[0]?.halted_reason;
}

test("a receipt of a claim stands, and says when its record was written", async () => {
  const { saleId, fan, receipt } = await claimed();
  const { body } = good(await check(saleId, receipt));
  expect(body).toEqual({ stands: true, recordedAt: expect.any(String) } as never);
  expect(Math.abs(Date.parse(String(body["recordedAt"])) - Date.now())).toBeLessThan(60_000);
  const mine = good(await site.ask(saleId, fan, "GET", "claims/mine"));
  expect(mine.body["receipt"]).toEqual(receipt);
  expect(await haltedReason(saleId)).toBeNull();
});

test("a receipt that is not ours, or of another sale, is refused and halts nothing", async () => {
  const { saleId, fan, receipt } = await claimed();
  const other = await claimed();
  const flipped = receipt.digest.startsWith("0") ? "1" : "0";
  const forged: Partial<ClaimReceipt>[] = [
    { sequence: receipt.sequence + 1 },
    { digest: flipped + receipt.digest.slice(1) },
    { signature: other.receipt.signature },
    { signature: "A".repeat(86) },
    { saleId: other.saleId },
  ];
  for (const change of forged) {
    const refused = await check(saleId, { ...receipt, ...change });
    expect(refusal(refused)).toBe("422 receipt_invalid");
  }
  expect(refusal(await check(saleId, other.receipt))).toBe("422 receipt_invalid");
  expect(await haltedReason(saleId)).toBeNull();
  expect(await haltedReason(other.saleId)).toBeNull();
  expect(good(await site.claim(saleId, fan)).body["receipt"]).toEqual(receipt);
});

/** All that needs the lane of a halted sale, on any server. */
async function expectHalted(server: SaleSite, saleId: string, fan: TestFan, pass: string) {
  const requests = [
    server.claimWith(saleId, pass, { lines: [{ variantId: site.variants[0], quantity: 1 }] }),
    server.send("GET", `/sales/${saleId}/now`),
    server.ask(saleId, fan, "GET", "claims/mine"),
    server.ask(saleId, fan, "DELETE", `claims/${saleId}`),
    server.ask(saleId, fan, "DELETE", "registrations/mine"),
    server.operate(saleId, "PUT", "pause"),
    server.operate(saleId, "PUT", "ending", {}),
    server.operate(saleId, "POST", "bars", { place: 1, reason: "terms_violated" }),
    server.operate(saleId, "POST", "stock-additions", { variantId: site.variants[0], units: 1 }),
  ];
  for (const reply of await Promise.all(requests)) {
    expect(refusal(reply)).toBe("503 sale_halted");
    expect(reply.headers.get("retry-after")).toBe("60");
  }
}

const contradictions: readonly [title: string, of: (receipt: ClaimReceipt) => ClaimReceipt][] = [
  [
    "says another digest than the log",
    ({ saleId, sequence }) => signed(saleId, sequence, "ab".repeat(32)),
  ],
  [
    "names a record that the log has lost",
    ({ saleId, sequence }) => signed(saleId, sequence + 1_000, "ab".repeat(32)),
  ],
];

for (const [title, contradict] of contradictions) {
  test(`a receipt of ours that ${title} halts the sale for good`, async () => {
    const { saleId, fan, receipt } = await claimed();
    const pass = await site.passOf(saleId, fan);
    const { body } = good(await check(saleId, contradict(receipt)));
    expect(body).toEqual({ stands: false, recordedAt: null } as never);
    await expectHalted(site, saleId, fan, pass);
    expect(await haltedReason(saleId)).toContain("contradicts the log");
    const sale = await site.send("GET", `/sales/${saleId}`);
    expect(sale.body["haltedReason"]).toContain("contradicts the log");

    const before = await site.laneOf(saleId);
    const restarted = await restart();
    await Bun.sleep(400);
    await expectHalted(restarted, saleId, fan, pass);
    expect((await site.laneOf(saleId)).sequence).toBe(before.sequence);
    await restarted.sales.stop();
  });
}

test("a sale whose log was rewritten does not start again, and says so", async () => {
  const { saleId, fan, receipt } = await claimed();
  const pass = await site.passOf(saleId, fan);
  await site.sales.stop();
  await sql`
    update sales.lane_records set body = convert_to(replace(convert_from(body, 'UTF8'),
      '"held"', '"HELD"'), 'UTF8')
    where sale_id = ${saleId} and sequence = ${receipt.sequence}`.execute(database.kysely);
  const restarted = await restart();
  await until(async () => (await haltedReason(saleId)) !== null);
  expect(await haltedReason(saleId)).toBe(
    `record ${receipt.sequence}: its digest does not follow from its bytes`,
  );
  await expectHalted(restarted, saleId, fan, pass);
});
