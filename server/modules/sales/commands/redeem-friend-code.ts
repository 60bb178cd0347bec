import type { Counter } from "prom-client";
import { AttemptLimits, type AttemptLimit } from "../../../platform/attempt-limits.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { clientNetwork } from "../../../platform/http/client-network.ts";
import { newId } from "../../../platform/ids.ts";
import type { Platform } from "../../../platform/platform.ts";
import { Turns } from "../../../platform/turns.ts";
import { salesFailures } from "../failures.ts";
import { presentRefusal, presentUnavailable } from "../lane/present-answer.ts";
import type { RunningLane } from "../lane/running-lane.ts";
import type { LineOfSale } from "../line/line.ts";
import { hashFriendCode, readFriendCode } from "../rules/friend-codes.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesOf } from "../store.ts";
import { findLane } from "./change-state.ts";
import { joinSale } from "./join-sale.ts";
import type { MadeClaim } from "./make-claim.ts";

/** Codes that one fan may get wrong. A code has 95 random bits; this keeps the noise down. */
const PER_FAN: AttemptLimit = { most: 10, windowMs: 600_000 };
/** A whole campus may share an address. */
const PER_ADDRESS: AttemptLimit = { most: 100, windowMs: 600_000 };

/** What the fan who holds a code gets for it. */
export interface RedeemedCode extends MadeClaim {
  readonly lane: RunningLane;
}

/** Where codes are tried; it remembers who guesses. */
export class CodeDesk {
  private readonly context: SalesContext;
  private readonly limits: AttemptLimits;
  private readonly wrongCodes: Counter<"reason">;
  private readonly turns = new Turns();
  /** The fans whom codes have registered and whose claims the lane has not taken yet. */
  private readonly invited = new Map<string, string>();

  constructor(context: SalesContext) {
    const { clock, metrics }: Platform = context.platform;
    this.context = context;
    this.limits = new AttemptLimits(() => clock.monotonicMs());
    this.wrongCodes = metrics.counter(
      "sales_wrong_friend_codes_total",
      "Friend codes that were typed and that do not exist, by reason.",
      ["reason"],
    );
  }

  /**
   * Makes the fan's one guaranteed claim of a sale, ahead of the line; who is not registered is
   * registered. The same fan asking again gets the same claim; a code is worth one.
   * Failures: too_many_codes, code_malformed, code_unknown, code_used, code_over, those of
   * registering, why there is no lane, and the lane's.
   */
  async redeem(
    line: LineOfSale,
    asking: { readonly fanId: string; readonly clientAddress: string },
    text: string,
  ): Promise<Result<RedeemedCode>> {
    const fan = `fan:${asking.fanId}`;
    const address = `address:${clientNetwork(asking.clientAddress)}`;
    const waitMs = this.takeAttempt(fan, address);
    if (waitMs > 0) {
      this.wrongCodes.inc({ reason: "too_many" });
      const detail = "Too many wrong codes came from you. Wait, and look at the code again.";
      return fail(salesFailures.too_many_codes, detail, {
        retryAfterSeconds: Math.ceil(waitMs / 1000),
      });
    }
    const number = await this.findNumber(line.saleId, text);
    if (!number.ok) return number;
    for (const key of [fan, address]) this.limits.giveBack(key);
    return this.claim(line, asking.fanId, number.value);
  }

  /**
   * Counts an attempt against both, or against neither: a fan whose own are used up takes none from
   * those who share the address, nor do they take the fan's. @returns ms to wait
   */
  private takeAttempt(fan: string, address: string): number {
    const waitOfFan = this.limits.take(fan, PER_FAN);
    if (waitOfFan > 0) return waitOfFan;
    const waitOfAddress = this.limits.take(address, PER_ADDRESS);
    if (waitOfAddress > 0) this.limits.giveBack(fan);
    return waitOfAddress;
  }

  /** The code's number in the sale, looked up by its hash: no time taken tells of other codes. */
  private async findNumber(saleId: string, text: string): Promise<Result<number>> {
    const code = readFriendCode(text);
    if (code === undefined) {
      this.wrongCodes.inc({ reason: "malformed" });
      const detail = "A code has five groups of four signs. Look for one that was mistyped.";
      return fail(salesFailures.code_malformed, detail);
    }
    const { database, keys } = this.context.platform;
    const row = await salesOf(database)
      .selectFrom("friend_codes")
      .select("number")
      .where("sale_id", "=", saleId)
      .where("code_hash", "=", hashFriendCode(keys.derive(`friend-codes:${saleId}`), code))
      .executeTakeFirst();
    if (row !== undefined) return ok(row.number);
    this.wrongCodes.inc({ reason: "unknown" });
    return fail(salesFailures.code_unknown, "It may be a code for another sale.");
  }

  private async claim(
    line: LineOfSale,
    fanId: string,
    codeNumber: number,
  ): Promise<Result<RedeemedCode>> {
    const found = await findLane(this.context, line.saleId);
    if (!found.ok) return found;
    // Those who try one code at the same time come one after another, so that only who gets its
    // claim is registered by it.
    return this.turns.take(`${line.saleId} ${codeNumber}`, () =>
      this.claimInTurn(line, found.value, fanId, codeNumber),
    );
  }

  private async claimInTurn(
    line: LineOfSale,
    lane: RunningLane,
    fanId: string,
    codeNumber: number,
  ): Promise<Result<RedeemedCode>> {
    const { phase, codes } = lane.writer.state;
    // Nobody is registered by a code that cannot be redeemed.
    const state = codes.get(codeNumber)?.state;
    if (phase !== "selling" && phase !== "paused") {
      const code = phase === "ended" ? ("sale_ended" as const) : ("sale_not_open" as const);
      return { ok: false, failure: presentRefusal({ code }, lane) };
    }
    if (state === "revoked" || state === "expired") {
      return { ok: false, failure: presentRefusal({ code: "code_over", state }, lane) };
    }
    const place = await this.placeFor(line, lane, fanId, codeNumber);
    if (!place.ok) return place;
    const answer = await lane.writer.submit({
      type: "redeem-code",
      place: place.value,
      claimId: newId<"claim">(),
      codeNumber,
    });
    if (answer.kind === "unavailable") {
      return { ok: false, failure: presentUnavailable(answer.reason) };
    }
    const { reply, asOf } = answer;
    // A fan whom two codes have invited leaves the other one to somebody else.
    const redeemed = lane.writer.state.claims.get(place.value)?.codeNumber;
    if (redeemed !== undefined) this.invited.delete(`${line.saleId} ${codeNumber}`);
    if (!reply.ok) return { ok: false, failure: presentRefusal(reply.refusal, lane, asOf) };
    if (reply.claim === undefined) return fail(salesFailures.claim_not_found, "There is none.");
    return ok({ lane, claim: reply.claim, isNew: reply.changed, asOf });
  }

  /**
   * The fan's place; a new one behind all others where there is none and the code counts. A code
   * registers one fan and no second one, though the lane may fall silent before it is redeemed.
   */
  private async placeFor(
    line: LineOfSale,
    lane: RunningLane,
    fanId: string,
    codeNumber: number,
  ): Promise<Result<number>> {
    const { phase, codes, founded } = lane.writer.state;
    const isStopped = founded.kind === "open" && phase === "paused";
    const key = `${line.saleId} ${codeNumber}`;
    const counts = codes.get(codeNumber)?.state === "issued";
    if (counts && !isStopped && (this.invited.get(key) ?? fanId) === fanId) {
      const joined = await joinSale(this.context, line, fanId, { by: "friend-code" });
      if (!joined.ok) return joined;
      if (joined.value.isNew) this.invited.set(key, fanId);
      return ok(lane.places.placeOf(joined.value.number));
    }
    const standing = await line.finder.ask(fanId);
    if (standing !== undefined) return ok(lane.places.placeOf(standing.number));
    const code = counts && isStopped ? ("admission_paused" as const) : ("code_used" as const);
    return { ok: false, failure: presentRefusal({ code }, lane) };
  }
}
