import { defineFailures } from "../../../platform/failure.ts";

export const beaconFailures = defineFailures({
  beacon_round_not_yet: { status: 409, title: "The beacon round has not been published yet" },
  beacon_unavailable: { status: 503, title: "No beacon relay gave a round that can be verified" },
});
