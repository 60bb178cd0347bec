import { expect, test } from "bun:test";
import { testDatabase } from "../../../../tests/support/database.ts";
import { inTransaction } from "../../../platform/database/database.ts";
import type { ProjectedClaim } from "../../sales/index.ts";
import { noticesOf } from "../store.ts";
import { followClaims } from "./follow-claims.ts";

const database = await testDatabase();
const NOW = new Date("2026-05-06T08:00:00Z");
const LATER = new Date("2026-05-06T08:01:00Z");
const ENDS = new Date("2026-05-06T08:15:00Z");

function claimOf(id: string, state: ProjectedClaim["state"], expiresAt: Date | null = null) {
  return {
    id,
    saleId: SALE,
    place: 1,
    fanId: "00000000-0000-4000-8000-00000000000f",
    lines: [],
    state,
    expiresAt,
    claimedAt: NOW,
    sequence: 1,
    codeNumber: null,
  };
}
const SALE = "00000000-0000-4000-8000-00000000000a";

function follow(claims: readonly ProjectedClaim[], extendedMs = 0, now = NOW): Promise<void> {
  const step = { saleId: SALE, sequence: 1, extendedMs, claims };
  return inTransaction(database, (tx) => followClaims(tx, step, now));
}

async function rowOf(id: string) {
  return await noticesOf(database)
    .selectFrom("holds")
    .select(["state", "expires_at", "was_held", "look_at"])
    .where("claim_id", "=", id)
    .executeTakeFirst();
}

test("a claim is noted as it goes from waiting to held to expired", async () => {
  const id = crypto.randomUUID();
  await follow([claimOf(id, "waiting")]);
  expect(await rowOf(id)).toEqual({
    state: "waiting",
    expires_at: null,
    was_held: false,
    look_at: null,
  });
  await follow([claimOf(id, "held", ENDS)]);
  expect(await rowOf(id)).toEqual({
    state: "held",
    expires_at: ENDS,
    was_held: true,
    look_at: NOW,
  });
  await follow([claimOf(id, "expired")], 0, LATER);
  // The end of the last hold is kept: it says how old the news is.
  expect(await rowOf(id)).toEqual({
    state: "expired",
    expires_at: ENDS,
    was_held: true,
    look_at: LATER,
  });
});

test("who waited until the sale ended was never held units for", async () => {
  const id = crypto.randomUUID();
  await follow([claimOf(id, "waiting")]);
  await follow([claimOf(id, "expired")]);
  expect(await rowOf(id)).toMatchObject({ state: "expired", was_held: false, look_at: NOW });
});

test("an outage moves the holds that are open, and their reminders with them", async () => {
  const [open, waiting] = [crypto.randomUUID(), crypto.randomUUID()];
  await follow([claimOf(open, "held", ENDS), claimOf(waiting, "waiting")]);
  await follow([], 90_000);
  expect(await rowOf(open)).toMatchObject({
    expires_at: new Date(ENDS.getTime() + 90_000),
    look_at: new Date(NOW.getTime() + 90_000),
  });
  expect(await rowOf(waiting)).toMatchObject({ expires_at: null, look_at: null });
});

test("a claim without a fan, and one that was over when it was first seen, is not noted", async () => {
  const [nobody, over] = [crypto.randomUUID(), crypto.randomUUID()];
  await follow([{ ...claimOf(nobody, "held", ENDS), fanId: null }, claimOf(over, "released")]);
  expect([await rowOf(nobody), await rowOf(over)]).toEqual([undefined, undefined]);
});
