import { expect, test } from "bun:test";
import { createSaleSite, good, refusal, until } from "../../../../tests/support/sale.ts";

const site = await createSaleSite();
const OPENS = "2031-05-06T08:00:00.000Z";
const ENDS = "2031-05-06T10:00:00.000Z";

const move = (saleId: string, body: unknown, as = site.owner) =>
  site.send("PUT", `/sales/${saleId}/dates`, { body, as });

test("an operator moves a published sale, and everybody sees the new dates", async () => {
  const fans = site.fans(2);
  const saleId = await site.publish({ opensAt: "2031-05-01T08:00:00Z" });
  for (const fan of fans) good(await site.join(saleId, fan));
  good(await site.operate(saleId, "PUT", "draw"));
  const moved = good(await move(saleId, { opensAt: OPENS, endsAt: ENDS }));
  expect(moved.body).toMatchObject({ state: "drawn", opensAt: OPENS, endsAt: ENDS });
  // The lane runs already, and what it publishes follows.
  await until(async () => {
    const now = await site.sales.forPages.findNow(saleId);
    return now.ok && now.value.asOf !== null && now.value.opensAt === OPENS;
  });
});

test("the same dates again change nothing", async () => {
  const saleId = await site.publish({ opensAt: OPENS });
  const before = await site.footprint();
  good(await move(saleId, { opensAt: OPENS, endsAt: null }));
  expect(await site.footprint()).toEqual(before);
});

test("dates that do not fit, and sales that cannot be moved, are refused and stay", async () => {
  const closesAt = "2031-05-05T08:00:00Z";
  const saleId = await site.publish({ registrationClosesAt: closesAt, opensAt: OPENS });
  const selling = await site.openDraw(site.fans(1));
  const draft = await site.draft();
  const engineer = await site.keyOf("engineer");
  const before = await site.footprint();
  const refused = async (id: string, body: unknown, as?: string) =>
    refusal(await move(id, body, as));
  expect(await refused(saleId, { opensAt: closesAt, endsAt: null })).toBe("422 sale_terms_invalid");
  expect(await refused(saleId, { opensAt: ENDS, endsAt: OPENS })).toBe("422 sale_terms_invalid");
  const past = { opensAt: "2020-01-01T00:00:00Z", endsAt: null };
  expect(await refused(saleId, past)).toBe("422 sale_terms_invalid");
  expect(await refused(saleId, { opensAt: "soon", endsAt: null })).toBe("422 invalid_request");
  expect(await refused(saleId, { opensAt: OPENS })).toBe("422 invalid_request");
  const dates = { opensAt: ENDS, endsAt: null };
  expect(await refused(selling, dates)).toBe("409 wrong_sale_state");
  expect(await refused(draft, dates)).toBe("409 wrong_sale_state");
  expect(await refused(crypto.randomUUID(), dates)).toBe("404 sale_not_found");
  expect(await refused(saleId, dates, engineer)).toBe("403 permission_missing");
  expect(await site.footprint()).toEqual(before);
});
