/** What a stage is decided from. Times in ms since 1970. */
export interface StageView {
  readonly sale: {
    readonly kind: "draw" | "open";
    readonly state:
      | "draft"
      | "registering"
      | "closed"
      | "drawn"
      | "selling"
      | "paused"
      | "ended"
      | "cancelled";
    readonly registrationOpensAt: number | null;
    /** No unit is free, and none comes back by itself. */
    readonly isFinal: boolean;
  };
  readonly nowMs: number;
  /** Whether the closing took the fan off the list, who has not joined again. */
  readonly isRefused: boolean;
  /** Undefined for who is not registered. */
  readonly fan:
    | {
        /** Undefined before the draw. */
        readonly place: number | undefined;
        readonly admittedThrough: number;
        readonly isBarred: boolean;
        readonly isGivenUp: boolean;
        readonly claim:
          | "waiting"
          | "held"
          | "paying"
          | "paid"
          | "released"
          | "expired"
          | "returned"
          | undefined;
      }
    | undefined;
}

/** What a fan's page of a sale is about; each has a heading, words and an action of its own. */
export type Stage =
  | "cancelled"
  | "upcoming"
  | "may-register"
  | "may-follow"
  | "refused"
  | "registered"
  | "drawing"
  | "placed"
  | "in-line"
  | "your-turn"
  | "paused"
  | "stock-gone"
  | "waiting"
  | "held"
  | "paying"
  | "paid"
  | "claim-over"
  | "given-up"
  | "barred"
  | "ended";

/** What stands of a claim comes before everything that the sale does meanwhile. */
export function stageOf({ sale, nowMs, isRefused, fan }: StageView): Stage {
  const claim = fan?.claim;
  if (claim === "held" || claim === "paying" || claim === "paid") return claim;
  if (sale.state === "cancelled") return "cancelled";
  if (fan?.isBarred === true) return "barred";
  if (claim === "waiting" && sale.state !== "ended") {
    return sale.isFinal ? "stock-gone" : "waiting";
  }
  if (sale.state === "ended") return "ended";
  if (claim === "released" || claim === "expired" || claim === "returned") return "claim-over";
  if (fan?.isGivenUp === true) return "given-up";
  if (fan === undefined) return isRefused ? "refused" : stageOfStranger(sale, nowMs);
  return stageOfEntrant(sale, fan);
}

function stageOfStranger(sale: StageView["sale"], nowMs: number): Stage {
  const opensAt = sale.registrationOpensAt;
  if (sale.state === "draft" || (opensAt !== null && opensAt > nowMs)) return "upcoming";
  if (sale.isFinal && sale.state === "selling") return "stock-gone";
  if (sale.kind === "open" || sale.state === "registering") return "may-register";
  return "may-follow";
}

function stageOfEntrant(sale: StageView["sale"], fan: NonNullable<StageView["fan"]>): Stage {
  switch (sale.state) {
    case "closed":
      return "drawing";
    case "drawn":
      return fan.place === undefined ? "drawing" : "placed";
    case "selling":
    case "paused": {
      if (fan.place === undefined) return "drawing";
      if (sale.isFinal) return "stock-gone";
      if (sale.state === "paused") return "paused";
      const isCalled = sale.kind === "open" || fan.place <= fan.admittedThrough;
      return isCalled ? "your-turn" : "in-line";
    }
    case "draft":
    case "registering":
    case "ended":
    case "cancelled":
      return "registered";
  }
}
