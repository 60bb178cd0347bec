import { encodePass, placesFrom } from "../../modules/sales/index.ts";
import { createKeys } from "../../platform/keys.ts";
import { fanIdOf } from "./fans.ts";

const PASS_CHARACTERS = 99;

/** What the crowd knows of one sale: who has which place, and the passes. */
export class CrowdSale {
  /** The fan of each registration number, where they differ: those who registered over HTTP. */
  private readonly fanByNumber = new Map<number, number>();
  private fanByPlace = new Uint32Array(0);
  private passes: Buffer | undefined;
  private passOfPlace: ((place: number) => string) | undefined;

  registered(number: number, fan: number): void {
    if (number !== fan) this.fanByNumber.set(number, fan);
  }

  /** Keeps a pass that the server gave. */
  gave(place: number, fan: number, pass: string, fans: number): void {
    this.passes ??= Buffer.alloc((fans + 1) * PASS_CHARACTERS);
    if (this.fanByPlace.length === 0) this.fanByPlace = new Uint32Array(fans + 1);
    this.fanByPlace[place] = fan;
    this.passes.write(pass, place * PASS_CHARACTERS, "latin1");
  }

  /** Makes the passes of all places here, with the scratch server's own key. */
  mint(saleId: string, seed: string, entrants: number, serverSecret: string): void {
    const key = createKeys(serverSecret).derive(`pass:${saleId}`);
    const live = Uint32Array.from({ length: entrants }, (_, index) => index + 1);
    const places = placesFrom(Buffer.from(seed, "hex"), live, entrants);
    this.fanByPlace = new Uint32Array(entrants + 1);
    for (let place = 1; place <= entrants; place += 1) {
      const number = places.numberAt(place);
      this.fanByPlace[place] = this.fanByNumber.get(number) ?? number;
    }
    const expiresAtSeconds = Math.floor(Date.now() / 1000) + 86_400;
    this.passOfPlace = (place) =>
      encodePass({ saleId, fanId: fanIdOf(this.fanAt(place)), place, expiresAtSeconds }, key);
  }

  /** A pass for any place, of a sale in which nothing was drawn. */
  mintOpen(saleId: string, serverSecret: string): void {
    const key = createKeys(serverSecret).derive(`pass:${saleId}`);
    const expiresAtSeconds = Math.floor(Date.now() / 1000) + 86_400;
    this.passOfPlace = (place) =>
      encodePass({ saleId, fanId: fanIdOf(place), place, expiresAtSeconds }, key);
  }

  fanAt(place: number): number {
    return this.fanByPlace[place] ?? 0;
  }

  passAt(place: number): string {
    if (this.passOfPlace !== undefined) return this.passOfPlace(place);
    const at = place * PASS_CHARACTERS;
    return this.passes?.toString("latin1", at, at + PASS_CHARACTERS) ?? "";
  }
}
