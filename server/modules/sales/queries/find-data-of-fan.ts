import { salesOf } from "../store.ts";
import type { SalesContext } from "../sales-context.ts";

/** All that the sales hold of one fan; null where that is nothing. */
export async function findDataOfFan(context: SalesContext, fanId: string): Promise<unknown> {
  const tables = salesOf(context.platform.database);
  const [registrations, claims, appeals, friendCodes] = await Promise.all([
    tables
      .selectFrom("registrations")
      .select(["sale_id", "number", "standing", "random_bytes", "registered_at"])
      .select(["network_trace", "browser_trace"])
      .where("fan_id", "=", fanId)
      .orderBy("registered_at")
      .execute(),
    tables
      .selectFrom("claims")
      .select(["sale_id", "id", "place", "lines", "state", "claimed_at"])
      .where("fan_id", "=", fanId)
      .orderBy("claimed_at")
      .execute(),
    tables
      .selectFrom("appeals")
      .select(["sale_id", "place", "text", "state", "answer", "made_at", "decided_at"])
      .where("fan_id", "=", fanId)
      .orderBy("made_at")
      .execute(),
    tables
      .selectFrom("friend_codes")
      .select(["sale_id", "number", "variant_id", "units", "state", "issued_at", "expires_at"])
      .where("granted_to", "=", fanId)
      .orderBy("issued_at")
      .execute(),
  ]);
  if (registrations.length + claims.length + appeals.length + friendCodes.length === 0) return null;
  const entries = [];
  for (const registration of registrations) {
    const { sale_id: saleId, number, standing, random_bytes, registered_at } = registration;
    const places = await (await context.line.find(saleId))?.places();
    entries.push({
      saleId,
      number,
      place: places?.isDrawn === true ? places.placeOf(number) || null : null,
      standing,
      randomBytes: random_bytes?.toString("hex") ?? null,
      registeredAt: registered_at.toISOString(),
      networkTrace: registration.network_trace?.toString("hex") ?? null,
      browserTrace: registration.browser_trace?.toString("hex") ?? null,
    });
  }
  const iso = (date: Date | null) => date?.toISOString() ?? null;
  return {
    registrations: entries,
    claims: claims.map(({ sale_id, claimed_at, ...claim }) => ({
      saleId: sale_id,
      ...claim,
      claimedAt: iso(claimed_at),
    })),
    appeals: appeals.map(({ sale_id, made_at, decided_at, ...appeal }) => ({
      saleId: sale_id,
      ...appeal,
      madeAt: iso(made_at),
      decidedAt: iso(decided_at),
    })),
    friendCodes: friendCodes.map(({ sale_id, variant_id, issued_at, expires_at, ...code }) => ({
      saleId: sale_id,
      variantId: variant_id,
      ...code,
      issuedAt: iso(issued_at),
      expiresAt: iso(expires_at),
    })),
  };
}
