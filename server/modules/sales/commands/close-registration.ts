import { sql } from "kysely";
import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import { carryOver, refuseLapsed } from "../line/entrants-at-closing.ts";
import { lockEntrantList } from "../line/entrant-list-lock.ts";
import { ENTRANT_LEAF, TOMBSTONE_LEAF } from "../line/leaf-sql.ts";
import { loadCarriedNumbers } from "../line/places.ts";
import { carriedDigest, carriedRootMessage, encodeCarried } from "../rules/carry-over.ts";
import { encodeEntrantList } from "../rules/entrant-list-text.ts";
import { createEntrantListRootHasher } from "../rules/entrant-list.ts";
import { rootMessage } from "../rules/receipts.ts";
import type { SalesContext } from "../sales-context.ts";
import { loadSale, lockSale, salesIn, salesOf, type Sale } from "../store.ts";
import { audit, lockFor, moveSale, type Actor } from "./change-state.ts";

/** Leaves read at once: 1.6 MB of them. */
const LEAVES_AT_ONCE = 50_000;

export function entrantListPath(saleId: string): string {
  return `sales/${saleId}/entrants.txt`;
}

function carriedPath(saleId: string): string {
  return `sales/${saleId}/carried.txt`;
}

/**
 * Closes the entrant list, publishes it and signs its root, and with it who is carried over. A sale
 * with a closing time closes then, not before; one without closes when the operator says so.
 * Interrupted, it goes on where it was.
 * Failures: sale_not_found, wrong_sale_state, registration_not_over.
 */
export async function closeRegistration(
  context: SalesContext,
  actor: Actor,
  saleId: string,
): Promise<Result<Sale>> {
  const { platform } = context;
  const frozen = await inTransaction(platform.database, async (tx) => {
    const locked = await lockFor(tx, saleId, "close-registration");
    if (!locked.ok) return locked;
    const closesAt = locked.value.registration_closes_at;
    if (closesAt !== null && closesAt.getTime() > platform.clock.wallMs()) {
      const detail = `It closes at ${closesAt.toISOString()}; that time froze when registration opened.`;
      return fail(salesFailures.registration_not_over, detail);
    }
    const list = await lockEntrantList(tx, saleId);
    if (list !== undefined && list.closed_at === null) {
      const refused = await refuseLapsed(context, tx, locked.value);
      await carryOver(context, tx, locked.value);
      await sql`
        update sales.entrant_lists
        set closed_at = now(), entrants = registrations, live_entrants = (
          select count(*) from sales.registrations
          where sale_id = ${saleId} and standing = 'entered')
        where sale_id = ${saleId}`.execute(tx);
      await audit(context, tx, actor, "sale.registration-closed", saleId, { refused });
    }
    return locked;
  });
  if (!frozen.ok) return frozen;
  const sale = await loadSale(salesOf(platform.database), saleId);
  const entrants = sale?.entrantList.entrants ?? 0;
  const root = await publishEntrantList(context, saleId, entrants);
  const carried = await publishCarried(context, frozen.value);
  const message =
    carried === null
      ? rootMessage(saleId, entrants, root)
      : carriedRootMessage(saleId, entrants, root, carried);
  const signature = platform.keys.sign(message);
  return inTransaction(platform.database, async (tx) => {
    const locked = await lockFor(tx, saleId, "close-registration");
    if (!locked.ok) return locked;
    await salesIn(tx)
      .updateTable("entrant_lists")
      .set({
        root: Buffer.from(root),
        carried_digest: carried,
        root_signature: signature,
        root_signed_at: new Date(),
      })
      .where("sale_id", "=", saleId)
      .execute();
    await moveSale(context, tx, locked.value, "close-registration", "RegistrationClosed");
    return ok((await lockSale(tx, saleId)) ?? locked.value);
  });
}

/** Writes the carried numbers' file. @returns their digest; null in a sale without carry-over */
async function publishCarried(context: SalesContext, sale: Sale): Promise<Buffer | null> {
  const { carry_over_from: from } = sale;
  if (from === null) return null;
  const { database, files } = context.platform;
  const numbers = await loadCarriedNumbers(database, sale);
  await files.write(carriedPath(sale.id), encodeCarried(numbers));
  return Buffer.from(carriedDigest(sale.id, { from, numbers }));
}

/** Writes the list's file and computes its root, both from one reading. */
async function publishEntrantList(
  context: SalesContext,
  saleId: string,
  entrants: number,
): Promise<Uint8Array> {
  const hasher = createEntrantListRootHasher();
  async function* text(): AsyncGenerator<Uint8Array> {
    for (let after = 0; after < entrants; after += LEAVES_AT_ONCE) {
      const leaves = await readLeaves(context, saleId, after, entrants);
      hasher.append(leaves);
      yield encodeEntrantList(leaves);
    }
  }
  await context.platform.files.write(entrantListPath(saleId), text());
  return hasher.root();
}

/**
 * The leaves as `entrantLeaf` and `tombstoneLeaf` define them, hashed where the rows are. That of a
 * fan who was erased meanwhile was kept.
 */
async function readLeaves(
  context: SalesContext,
  saleId: string,
  after: number,
  entrants: number,
): Promise<Uint8Array> {
  const { rows } = await sql<{ leaves: Buffer }>`
    select string_agg(
      case standing
        when 'withdrawn' then ${TOMBSTONE_LEAF}
        when 'refused' then ${TOMBSTONE_LEAF}
        else coalesce(leaf, ${ENTRANT_LEAF})
      end, ''::bytea order by number) as leaves
    from sales.registrations
    where sale_id = ${saleId} and number > ${after}
      and number <= ${Math.min(entrants, after + LEAVES_AT_ONCE)}`.execute(
    context.platform.database.kysely,
  );
  return rows[0]?.leaves ?? new Uint8Array();
}
