import { inTransaction, type Tx } from "../../../platform/database/database.ts";
import { invariant, ok, type Result } from "../../../platform/failure.ts";
import { loadCarriedNumbers, loadLiveNumbers } from "../line/places.ts";
import { findBeaconChain } from "../rules/beacon.ts";
import { drawBasis } from "../rules/carry-over.ts";
import { beaconlessSeed, beaconSeed, drawOrder, orderDigest } from "../rules/draw.ts";
import { nextSaleState } from "../rules/sale-states.ts";
import type { SalesContext } from "../sales-context.ts";
import { loadSale, lockSale, salesIn, salesOf, type Sale } from "../store.ts";
import { audit, lockFor, moveSale, type Actor } from "./change-state.ts";
import { closeRegistration } from "./close-registration.ts";

/**
 * Draws the places, closing registration first where that is due. A draw bound to a beacon waits
 * for its round and never takes another. The lane is founded behind it.
 * Failures: those of closing, beacon_round_not_yet, beacon_unavailable.
 */
export async function drawPlaces(
  context: SalesContext,
  actor: Actor,
  saleId: string,
): Promise<Result<Sale>> {
  const { platform } = context;
  const before = await loadSale(salesOf(platform.database), saleId);
  if (before !== undefined && nextSaleState(before.kind, before.state, "close-registration")) {
    const closed = await closeRegistration(context, actor, saleId);
    if (!closed.ok) return closed;
  }
  const checked = await inTransaction(platform.database, (tx) =>
    before?.state === "drawn"
      ? lockFor(tx, saleId, "draw")
      : lockToDraw(context, tx, actor, saleId),
  );
  if (!checked.ok) return checked;
  if (checked.value.seed !== null) return checked;
  const seeded = await findSeed(context, checked.value);
  if (!seeded.ok) return seeded;
  const { seed, signature } = seeded.value;
  const entrants = checked.value.entrantList.entrants ?? 0;
  const live = await loadLiveNumbers(platform.database, saleId, entrants);
  const carried = await loadCarriedNumbers(platform.database, checked.value);
  const order = orderDigest(drawOrder(seed, live, carried));
  const drawn = await inTransaction(platform.database, async (tx) => {
    const locked = await lockToDraw(context, tx, actor, saleId);
    if (!locked.ok || locked.value.seed !== null) return locked;
    await salesIn(tx)
      .updateTable("sales")
      .set({
        seed: Buffer.from(seed),
        order_digest: Buffer.from(order),
        beacon_signature: signature,
      })
      .where("id", "=", saleId)
      .execute();
    await audit(context, tx, actor, "sale.drawn", saleId);
    await moveSale(context, tx, locked.value, "draw", "PlacesDrawn");
    return ok((await lockSale(tx, saleId)) ?? locked.value);
  });
  if (drawn.ok) await context.lanes.ensure(saleId);
  return drawn;
}

/**
 * The locked sale, to be drawn; or drawn already, by the schedule or another operator in the same
 * moment: the same draw, because its seed leaves no choice. The operator's line is written then
 * too.
 */
async function lockToDraw(
  context: SalesContext,
  tx: Tx,
  actor: Actor,
  saleId: string,
): Promise<Result<Sale>> {
  const sale = await lockSale(tx, saleId);
  if (sale?.state !== "drawn") return lockFor(tx, saleId, "draw");
  await audit(context, tx, actor, "sale.drawn", saleId, { alreadyDrawn: true });
  return ok(sale);
}

async function findSeed(
  context: SalesContext,
  sale: Sale,
): Promise<Result<{ seed: Uint8Array; signature: Buffer | null }>> {
  const { root, carried_digest } = sale.entrantList;
  invariant(root !== null, "a closed sale has a root");
  const basis = drawBasis(root, carried_digest);
  if (sale.beacon_chain === null) {
    invariant(sale.draw_secret !== null, "a draw without a beacon has a secret");
    return ok({ seed: beaconlessSeed(sale.draw_secret, basis), signature: null });
  }
  const chain = findBeaconChain(sale.beacon_chain);
  invariant(chain !== undefined && sale.beacon_round !== null, "the sale's chain is pinned");
  const found = await context.beacon.findRound(chain, sale.beacon_round);
  if (!found.ok) return found;
  const randomness = Buffer.from(found.value.randomness, "hex");
  const signature = Buffer.from(found.value.signature, "hex");
  return ok({ seed: beaconSeed(randomness, basis), signature });
}
