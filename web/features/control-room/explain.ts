import { useTexts } from "../../ui/language.ts";
import { controlRoomTexts } from "./control-room-texts.ts";

const KNOWN = [
  "wrong_sale_state",
  "sale_ended",
  "lane_busy",
  "lane_unavailable",
  "outcome_unknown",
  "lane_elsewhere",
  "sale_halted",
  "permission_missing",
] as const;

/** What a refusal's code means here, in the reader's language. */
export function useExplain(): (code: string) => string | undefined {
  const t = useTexts(controlRoomTexts);
  return (code) => {
    const known = KNOWN.find((each) => each === code);
    return known && t(`problem_${known}`);
  };
}
