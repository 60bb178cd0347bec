import { describe, expect, test } from "bun:test";
import { expectRefusal } from "../../../tests/support/refusals.ts";
import { openAccount } from "../../../tests/support/sale-accounts.ts";
import { fetchReport } from "../../../tests/support/sale-report.ts";
import { createSaleSite, good, refusal, until, type TestFan } from "../../../tests/support/sale.ts";
import { liveEntrants } from "./rules/entrant-list.ts";
import { parseEntrantList } from "./rules/entrant-list-text.ts";

const site = await createSaleSite({ runs: false });
const bought = new Set<string>();
const deposited = new Set<string>();
const asked: { deposits: number; purchases: number } = { deposits: 0, purchases: 0 };
site.sales.provideEligibility({
  takesDeposits: true,
  earlierPurchases(_tx, fanIds) {
    asked.purchases += 1;
    return Promise.resolve(bought.intersection(new Set(fanIds)));
  },
  deposits(_tx, _saleId, fanIds) {
    asked.deposits += 1;
    return Promise.resolve(deposited.intersection(new Set(fanIds)));
  },
});
await site.sales.start();
const bareSite = await createSaleSite();

const age = { accountAgeDays: 30 };
const purchase = { earlierPurchase: true };
const deposit = { deposit: { amountMinor: 5_000, currency: "EUR" } };

const join = (saleId: string, fan: TestFan) => ({
  method: "POST",
  path: `/sales/${saleId}/registrations`,
  headers: { cookie: fan.cookie },
});

describe("a sale for old accounts", () => {
  test("takes those that are old enough, and tells the others from when on they are", async () => {
    const saleId = await site.publish({ eligibility: { anyOf: [age] } });
    const { body } = await site.send("GET", `/sales/${saleId}`);
    expect(body["eligibility"]).toEqual({ anyOf: [age] });
    const [old, young, unknown] = site.fans(3) as [TestFan, TestFan, TestFan];
    await openAccount(site, old, { ageDays: 31 });
    await openAccount(site, young, { ageDays: 29.5 });
    expect((await site.join(saleId, old)).status).toBe(201);
    const { missing } = await expectRefusal(site, join(saleId, young), "403 not_eligible");
    expect(missing).toEqual([{ ...age, fulfilledAt: expect.stringMatching(/^\d{4}-/) }]);
    const stranger = await expectRefusal(site, join(saleId, unknown), "403 not_eligible");
    expect(stranger["missing"]).toEqual([age]);
  });
});

describe("a sale for buyers and depositors", () => {
  const anyOf = [purchase, deposit];

  test("takes who has either, asks once for a group, and tells the others what would do", async () => {
    const saleId = await site.publish({ eligibility: { anyOf } });
    const fans = site.fans(60);
    for (const [index, fan] of fans.entries()) {
      if (index % 3 === 0) bought.add(fan.id);
      if (index % 3 === 1) deposited.add(fan.id);
    }
    asked.purchases = asked.deposits = 0;
    const replies = await Promise.all(fans.map((fan) => site.join(saleId, fan)));
    for (const [index, reply] of replies.entries()) {
      if (index % 3 < 2) expect(reply.status).toBe(201);
      else expect([refusal(reply), reply.body["missing"]]).toEqual(["403 not_eligible", anyOf]);
    }
    const numbers = replies
      .filter(({ status }) => status === 201)
      .map(({ body }) => body["number"]);
    expect(new Set(numbers)).toEqual(new Set(Array.from({ length: 40 }, (_, index) => index + 1)));
    expect(asked.deposits).toBeLessThan(20);
    expect(asked.purchases).toBe(asked.deposits);
  });

  test("keeps who has registered until its closing, and then takes them off the list", async () => {
    const saleId = await site.publish({ eligibility: { anyOf } });
    const [loyal, fickle, lost] = site.fans(3) as [TestFan, TestFan, TestFan];
    for (const fan of [loyal, fickle, lost]) deposited.add(fan.id);
    for (const fan of [fickle, loyal, lost]) good(await site.join(saleId, fan));
    deposited.delete(fickle.id);
    deposited.delete(lost.id);
    bought.add(lost.id);
    // Not eligible any more, but registered: the answer is the registration that stands.
    expect((await site.join(saleId, fickle)).status).toBe(200);
    good(await site.operate(saleId, "PUT", "draw"));
    for (const [method, step] of [
      ["GET", "place"],
      ["GET", "registrations/mine"],
    ] as const) {
      const reply = await site.ask(saleId, fickle, method, step);
      expect([refusal(reply), reply.body["missing"]]).toEqual(["403 not_eligible", anyOf]);
    }
    await expectRefusal(site, join(saleId, fickle), "403 not_eligible");
    expect(await site.placeOf(saleId, loyal)).toBeLessThanOrEqual(2);
    expect(await site.placeOf(saleId, lost)).toBeLessThanOrEqual(2);
    // With a deposit again the fan comes behind everybody.
    deposited.add(fickle.id);
    expect((await site.join(saleId, fickle)).body).toMatchObject({ number: 4, latecomer: true });
    good(await site.operate(saleId, "PUT", "opening"));
    good(await site.operate(saleId, "PUT", "ending", {}));
    const files = await fetchReport(site, saleId);
    const list = parseEntrantList(files["entrants.txt"] ?? new Uint8Array());
    expect(list.ok && [...liveEntrants(saleId, list.leaves)]).toEqual([2, 3]);
    const page = good(await site.operate(saleId, "GET", "registrations"));
    expect(page.body["items"]).toMatchObject([{ number: 1, standing: "refused" }, {}, {}, {}]);
  });
});

describe("terms of eligibility", () => {
  const body = (eligibility: unknown, place = site) => ({
    kind: "draw",
    names: { en: "First round" },
    drawMode: "beaconless",
    variants: [{ variantId: place.variants[0], stock: 2 }],
    eligibility,
  });
  const make = (eligibility: unknown, place = site) => ({
    method: "POST",
    path: "/sales",
    headers: { authorization: place.owner },
    body: body(eligibility, place),
  });

  test.each([
    [{}],
    [{ anyOf: [] }],
    [{ anyOf: [{}] }],
    [{ anyOf: [age, age] }],
    [{ anyOf: [age], allOf: [] }],
    [{ anyOf: [{ accountAgeDays: 0 }] }],
    [{ anyOf: [{ accountAgeDays: 1.5 }] }],
    [{ anyOf: [{ accountAgeDays: 1e9 }] }],
    [{ anyOf: [{ ...age, ...purchase }] }],
    [{ anyOf: [{ earlierPurchase: false }] }],
    [{ anyOf: [{ deposit: { amountMinor: 0, currency: "EUR" } }] }],
    [{ anyOf: [{ deposit: { amountMinor: 10.5, currency: "EUR" } }] }],
    [{ anyOf: [{ deposit: { amountMinor: 10, currency: "eur" } }] }],
    [{ anyOf: [{ deposit: { amountMinor: 10, currency: "AAA" } }] }],
    [{ anyOf: [{ deposit: { amountMinor: 10 } }] }],
    [[age]],
    ["anybody"],
  ])("%j are refused", async (eligibility) => {
    await expectRefusal(site, make(eligibility), "422 invalid_request");
  });

  test("that nothing here can check are refused when a sale is made, and when it is changed", async () => {
    for (const clause of [purchase, deposit]) {
      const terms = { anyOf: [age, clause] };
      await expectRefusal(bareSite, make(terms, bareSite), "422 eligibility_unavailable");
      const draft = await bareSite.draft({ eligibility: { anyOf: [age] } });
      const change = {
        method: "PATCH",
        path: `/sales/${draft}`,
        headers: { authorization: bareSite.owner },
        body: { version: 1, eligibility: terms },
      };
      await expectRefusal(bareSite, change, "422 eligibility_unavailable");
    }
  });

  test("are kept by a change of something else, and stand once the sale is published", async () => {
    const draft = await site.draft({
      eligibility: { anyOf: [age] },
      proofOfWork: { difficulty: 5_000 },
    });
    const change = { as: site.owner, body: { version: 1, holdSeconds: 60 } };
    const changed = good(await site.send("PATCH", `/sales/${draft}`, change));
    const terms = { eligibility: { anyOf: [age] }, proofOfWork: { difficulty: 5_000 } };
    expect(changed.body).toMatchObject(terms);
    good(await site.operate(draft, "PUT", "publication"));
    const late = { as: site.owner, body: { version: 3, eligibility: null } };
    expect(refusal(await site.send("PATCH", `/sales/${draft}`, late))).toBe("409 wrong_sale_state");
    await until(async () => (await site.send("GET", `/sales/${draft}`)).body["version"] === 3);
  });
});
