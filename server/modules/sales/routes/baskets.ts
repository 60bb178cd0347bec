import { parseCrowdJson, type CrowdBody } from "../../../platform/http/crowd-body.ts";
import { problemResponse } from "../../../platform/http/problem.ts";
import { salesFailures } from "../failures.ts";
import type { RunningLane } from "../lane/running-lane.ts";
import type { ClaimLine, ClaimLines } from "../rules/claim-lines.ts";
import { claimBody } from "../schema.ts";

/** Different spellings that are remembered for one lane; the crowd uses a handful. */
const TEXTS_MOST = 1_000;

/** What each running lane remembers of the bodies that it has read. */
const known = new WeakMap<RunningLane, Map<string, ClaimLines>>();

/**
 * The lines that a claim's body asks for. The crowd sends the same few bodies again and again, so a
 * body that was valid once is known by its very text; parsing and checking each anew took a tenth
 * of a claim's time. Bodies that are refused are not remembered.
 */
export function readBasket(lane: RunningLane, text: string): CrowdBody<ClaimLines> {
  let texts = known.get(lane);
  if (texts === undefined) known.set(lane, (texts = new Map()));
  const found = texts.get(text);
  if (found !== undefined) return { ok: true, value: found };
  const body = parseCrowdJson(text, claimBody);
  if (!body.ok) return body;
  const lines: ClaimLine[] = [];
  for (const { variantId, quantity } of body.value.lines) {
    const index = lane.indexOf(variantId);
    if (index === undefined) return { ok: false, response: refuseVariant(variantId) };
    lines.push([index, quantity]);
  }
  const basket = lane.writer.state.pool.of(lines);
  if (texts.size >= TEXTS_MOST) texts.clear();
  texts.set(text, basket);
  return { ok: true, value: basket };
}

function refuseVariant(variantId: string): Response {
  return problemResponse({
    kind: salesFailures.unknown_variant,
    detail: `This sale does not sell ${variantId}.`,
    extra: { variantId },
  });
}
