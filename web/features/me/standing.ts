import type { Schemas } from "../../api/client.ts";

/** What a fan's registration is about at this moment; the page has words for each. */
export type Standing =
  | "held"
  | "paying"
  | "waiting"
  | "paid"
  | "refused"
  | "barred"
  | "cancelled"
  | "over"
  | "claimOver"
  | "registered"
  | "drawing"
  | "placeDrawn"
  | "turn"
  | "inLine"
  | "paused";

type Registration = Pick<
  Schemas["OwnRegistration"],
  "state" | "kind" | "standing" | "isBarred" | "placesAhead" | "claim"
>;

/** A claim that stands says most; then what keeps the fan out; then how far the sale is. */
export function standingOf(registration: Registration): Standing {
  const { claim, state } = registration;
  switch (claim?.state) {
    case "held":
    case "paying":
    case "paid":
      return claim.state;
    case "waiting":
      return state === "ended" ? "over" : "waiting";
    case "released":
    case "expired":
    case "returned":
      return state === "ended" ? "over" : "claimOver";
    case undefined:
      return standingInLine(registration);
  }
}

function standingInLine(registration: Registration): Standing {
  const { state, standing, isBarred, kind, placesAhead } = registration;
  if (state === "cancelled") return "cancelled";
  if (standing === "refused") return "refused";
  if (isBarred) return "barred";
  switch (state) {
    case "ended":
      return "over";
    case "closed":
      return "drawing";
    case "drawn":
      return "placeDrawn";
    case "paused":
      return "paused";
    case "selling":
      return kind === "open" || placesAhead === 0 ? "turn" : "inLine";
    case "draft":
    case "registering":
      return "registered";
  }
}

/** Where something is to be done, or waited for, before it is over. */
const UNDER_WAY: ReadonlySet<Standing> = new Set(["held", "paying", "waiting", "turn"]);

export const isUnderWay = (standing: Standing): boolean => UNDER_WAY.has(standing);

/** Where the fan goes on from here. */
export function pathOf(
  standing: Standing,
  { saleId, claim }: Pick<Schemas["OwnRegistration"], "saleId" | "claim">,
): string {
  const isOrder = standing === "held" || standing === "paying" || standing === "paid";
  if (isOrder && claim !== null) return `/orders/${claim.id}?sale=${saleId}`;
  return `/sales/${saleId}/waiting`;
}
