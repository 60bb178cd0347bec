import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { good, refusal } from "../../../tests/support/sale.ts";

const site = await createOrderSite();
const { database } = site.platform;

interface TaskBody {
  readonly kind: string;
  readonly level: string;
  readonly count: number;
  readonly sale: { readonly id: string; readonly names: Readonly<Record<string, string>> } | null;
}

async function tasks(as = site.owner): Promise<TaskBody[]> {
  return good(await site.send("GET", "/tasks", { as })).body["items"] as TaskBody[];
}

const kinds = async (saleId: string, as?: string) =>
  (await tasks(as)).filter(({ sale }) => sale?.id === saleId).map(({ kind }) => kind);

describe("the list of tasks", () => {
  test("begins with the first sale, and has nothing where nothing waits", async () => {
    expect(await tasks()).toMatchObject([{ kind: "first_sale", level: "step", sale: null }]);
    await site.draft();
    expect(await tasks()).toEqual([]);
  });

  test("follows a sale from its draw to its end: each task goes when it is done", async () => {
    const saleId = await site.publish({ names: { en: "By hand" } });
    expect(await kinds(saleId)).toEqual(["draw_by_hand"]);
    good(await site.join(saleId, site.fan()));
    good(await site.operate(saleId, "PUT", "draw"));
    expect(await kinds(saleId)).toEqual(["opening_by_hand"]);
    good(await site.operate(saleId, "PUT", "opening"));
    expect(await kinds(saleId)).toEqual(["sale_running"]);
    good(await site.operate(saleId, "PUT", "pause"));
    expect(await kinds(saleId)).toEqual(["sale_running", "admission_paused"]);
    const [running] = await tasks();
    expect(running).toMatchObject({
      level: "live",
      sale: { id: saleId, names: { en: "By hand" } },
    });
    good(await site.operate(saleId, "PUT", "ending", { reason: "enough" }));
    expect(await kinds(saleId)).toEqual([]);
  });

  test("has money that is stuck, whatever has become of its sale", async () => {
    const saleId = await site.openSale();
    const held = await site.hold(saleId);
    good(await site.pay(held, "test_approve"));
    good(await site.operate(saleId, "PUT", "ending", { reason: "enough" }));
    expect(await kinds(saleId)).toEqual([]);
    await sql`
      insert into orders.refunds (id, order_id, payment_id, amount_minor, is_whole, reason, state,
        requested_at, look_at)
      select gen_random_uuid(), order_id, id, 1, false, 'a test', 'failed', now(), now()
      from orders.payments where order_id = ${held.claimId}`.execute(database.kysely);
    await sql`
      insert into orders.refunds (id, order_id, payment_id, amount_minor, is_whole, reason, state,
        requested_at, look_at)
      select gen_random_uuid(), order_id, id, 1, false, 'a test', 'requested',
        now() - interval '1 hour', now() + interval '1 hour'
      from orders.payments where order_id = ${held.claimId}`.execute(database.kysely);
    expect((await kinds(saleId)).toSorted()).toEqual(["refunds_failed", "refunds_stuck"]);
    await sql`delete from orders.refunds where state = 'failed'`.execute(database.kysely);
    expect(await kinds(saleId)).toEqual(["refunds_stuck"]);
    await sql`delete from orders.refunds`.execute(database.kysely);
  });

  test("tells nobody of what the role may not do", async () => {
    const saleId = await site.publish();
    const engineer = await site.keyOf("engineer");
    expect(await kinds(saleId, engineer)).toEqual([]);
    good(await site.join(saleId, site.fan()));
    good(await site.operate(saleId, "PUT", "draw"));
    good(await site.operate(saleId, "PUT", "opening"));
    expect(await kinds(saleId, engineer)).toEqual(["sale_running"]);
    good(await site.operate(saleId, "PUT", "pause"));
    expect(await kinds(saleId, engineer)).toEqual(["sale_running"]);
    expect(await kinds(saleId, await site.keyOf("operator"))).toContain("admission_paused");
  });

  test("is for the staff alone", async () => {
    expect(refusal(await site.send("GET", "/tasks"))).toBe("401 not_signed_in");
    expect(refusal(await site.send("GET", "/tasks", { as: "Bearer mk_lie" }))).toBe(
      "401 api_key_invalid",
    );
  });
});
