import { expect } from "bun:test";
import { query, type ReplayedLog } from "./crowd.ts";
import { type Fan, inParallel, type LiveSale, type Reply, send } from "./live-sale.ts";

/** How fans of this crowd pay; what the provider does follows from the method. */
const METHODS = [
  "test_approve",
  "test_delay_2s",
  "test_repeat_events",
  "test_timeout_then_approved",
  "test_approve",
  "test_capture_fails",
] as const;

const PATIENCE_MS = 8_000;
const RETRY_MS = 150;
const ANSWER_WITHIN_MS = 60_000;

/** What a fan was told last, once there is nothing more to wait for. */
export interface PaidAnswer {
  readonly fan: Fan;
  readonly claimId: string;
  readonly method: string;
  /** The payment's state, or the code of a refusal. */
  readonly outcome: string;
}

/** Every fan pays for the own claim, asking again and again until the payment is over. */
export function payAll(
  url: () => string,
  sale: LiveSale,
  claims: ReadonlyMap<Fan, string>,
): Promise<PaidAnswer[]> {
  return inParallel([...claims], claims.size, async ([fan, claimId]) => {
    const method = METHODS[fan.place % METHODS.length] ?? "test_approve";
    await Bun.sleep(Math.random() * 1_500);
    const deadline = performance.now() + ANSWER_WITHIN_MS;
    for (;;) {
      const outcome = await tryToPay(url(), sale, fan, claimId, method);
      if (outcome !== undefined) return { fan, claimId, method, outcome };
      if (performance.now() > deadline) throw new Error(`place ${fan.place} cannot pay`);
      await Bun.sleep(RETRY_MS * (0.5 + Math.random()));
    }
  });
}

const STILL_GOING = new Set(["created", "pending", "authorised", "voiding", "returning"]);

/** @returns what the fan was told; undefined where asking again may tell more */
async function tryToPay(
  url: string,
  sale: LiveSale,
  fan: Fan,
  claimId: string,
  method: string,
): Promise<string | undefined> {
  let reply: Reply;
  try {
    const checkout = `${url}/api/v1/sales/${sale.saleId}/checkout`;
    const { body: terms } = await send(checkout, { headers: { cookie: fan.cookie } });
    if (typeof terms["currentTermsVersion"] !== "string") return undefined;
    reply = await send(`${url}/api/v1/sales/${sale.saleId}/claims/${claimId}/payments`, {
      method: "POST",
      headers: { cookie: fan.cookie },
      timeoutMs: PATIENCE_MS,
      body: {
        method,
        currency: (terms["currencies"] as string[])[0],
        termsVersion: terms["currentTermsVersion"],
        delivery: {
          name: "A fan",
          line1: `${fan.place} Fault Street`,
          line2: "",
          city: "Singapore",
          region: "",
          postalCode: "10000",
          country: "SG",
          phone: "+6561234567",
        },
      },
    });
  } catch {
    return undefined;
  }
  const { status, body } = reply;
  if (status === 503) return undefined;
  if (status !== 200 && status !== 201) return String(body["code"]);
  const state = String(body["state"]);
  return STILL_GOING.has(state) ? undefined : state;
}

interface MoneyRow {
  readonly order_id: string;
  readonly captured: number;
  readonly reserved: number;
}

/** The provider took money once for each claim that the log calls paid, and for no other. */
export async function expectMoneyForSoldUnits(
  connectionString: string,
  log: ReplayedLog,
): Promise<void> {
  const { rows } = await query<MoneyRow>(
    connectionString,
    `select order_id,
       count(*) filter (where state = 'captured')::integer as captured,
       count(*) filter (where state in ('authorised', 'pending'))::integer as reserved
     from orders.test_payments where order_id is not null group by order_id`,
  );
  const claims = [...log.counter.state.claims.values()];
  const paid = claims.filter((claim) => claim.state === "paid").map(({ id }) => id);
  const captured = rows.filter((row) => row.captured > 0);
  expect(captured.map((row) => row.order_id).toSorted()).toEqual(paid.toSorted());
  expect(captured.filter((row) => row.captured > 1)).toEqual([]);
  expect(rows.filter((row) => row.reserved > 0)).toEqual([]);
}

/** Who was told that the money is taken has the units, and the other way round. */
export function expectToldTrue(answers: readonly PaidAnswer[], log: ReplayedLog): void {
  expect(answers.length).toBeGreaterThan(0);
  const { claims } = log.counter.state;
  for (const { fan, claimId, method, outcome } of answers) {
    const state = claims.get(fan.place)?.id === claimId ? claims.get(fan.place)?.state : undefined;
    const expected = method === "test_capture_fails" ? "returned" : "paid";
    // Who asks once more after the failed capture is told that the claim is over.
    const isReturned = outcome === "capture_failed" || outcome === "claim_over";
    const told = isReturned ? "returned" : outcome === "captured" ? "paid" : outcome;
    expect({ place: fan.place, method, told, state }).toEqual({
      place: fan.place,
      method,
      told: expected,
      state: expected,
    });
  }
}
