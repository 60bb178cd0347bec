import type { Database } from "../../../platform/database/database.ts";
import { drawOrder, placesByEntrant } from "../rules/draw.ts";
import { salesOf, type Sale } from "../store.ts";

/**
 * Places and registration numbers of one sale, each from the other: 8 bytes a drawn place. Those
 * who registered after the list was closed follow it in the order of their arrival. In an open sale
 * nothing is drawn, and a registration's number stands for its place.
 */
export interface Places {
  /** Whether there are places at all; an open sale has none. */
  readonly isDrawn: boolean;
  /** 0 where the number has no place. */
  placeOf(number: number): number;
  numberAt(place: number): number;
  /** The highest place when so many registrations exist. */
  highest(registrations: number): number;
}

const ARRIVAL: Places = {
  isDrawn: false,
  placeOf: (number) => number,
  numberAt: (place) => place,
  highest: (registrations) => registrations,
};

/** Draws the places again from the stored seed. @returns undefined before the draw */
export async function loadPlaces(database: Database, sale: Sale): Promise<Places | undefined> {
  if (sale.kind === "open") return ARRIVAL;
  const { entrants } = sale.entrantList;
  if (sale.seed === null || entrants === null) return undefined;
  const live = await loadLiveNumbers(database, sale.id, entrants);
  return placesFrom(sale.seed, live, entrants, await loadCarriedNumbers(database, sale));
}

/**
 * @param live numbers that take part in the draw, ascending
 * @param entrants the list's length
 * @param carried those of them who get the first places, ascending
 */
export function placesFrom(
  seed: Uint8Array,
  live: Uint32Array,
  entrants: number,
  carried?: Uint32Array,
): Places {
  const order = drawOrder(seed, live, carried);
  const places = placesByEntrant(order, entrants);
  return {
    isDrawn: true,
    placeOf: (number) =>
      number <= entrants ? (places[number] ?? 0) : order.length + number - entrants,
    numberAt: (place) =>
      place <= order.length ? (order[place - 1] ?? 0) : entrants + place - order.length,
    highest: (registrations) => order.length + Math.max(0, registrations - entrants),
  };
}

/** All numbers up to the list's length but the tombstones'. */
export async function loadLiveNumbers(
  database: Database,
  saleId: string,
  entrants: number,
): Promise<Uint32Array> {
  const tombstones = await salesOf(database)
    .selectFrom("registrations")
    .select("number")
    .where("sale_id", "=", saleId)
    .where("standing", "in", ["withdrawn", "refused"])
    .orderBy("number")
    .execute();
  const gone = new Set(tombstones.map((row) => row.number));
  const live = new Uint32Array(entrants - gone.size);
  let index = 0;
  for (let number = 1; number <= entrants; number += 1) {
    if (!gone.has(number)) live[index++] = number;
  }
  return live;
}

/** The carried entrants' numbers, ascending; none in a sale without carry-over. */
export async function loadCarriedNumbers(
  database: Database,
  sale: Pick<Sale, "id" | "carry_over_from">,
): Promise<Uint32Array> {
  if (sale.carry_over_from === null) return new Uint32Array();
  const rows = await salesOf(database)
    .selectFrom("carried_entrants")
    .select("number")
    .where("sale_id", "=", sale.id)
    .orderBy("number")
    .execute();
  return Uint32Array.from(rows, (row) => row.number);
}
