import { createHash } from "node:crypto";
import { invariant } from "../../../platform/failure.ts";
import { evolve } from "./lane-evolve.ts";
import { RULES_VERSION, type LaneEvent } from "./lane-events.ts";
import type { LaneState } from "./lane-state.ts";

/** One record of a lane's log: what one batch decided. */
export interface LaneRecord {
  readonly sequence: number;
  readonly epoch: number;
  /** Lane time in ms since 1970. */
  readonly at: number;
  readonly events: readonly LaneEvent[];
}

/** The record as bytes, and its place in the chain. */
export interface SealedRecord {
  readonly sequence: number;
  readonly epoch: number;
  readonly previousDigest: Uint8Array;
  /** SHA-256(previous digest ‖ body); before the first record stand 32 zero bytes. */
  readonly digest: Uint8Array;
  /** UTF-8 JSON; these very bytes are stored, published and hashed. */
  readonly body: Uint8Array;
}

interface RecordBody {
  readonly format: 1;
  readonly rules: number;
  readonly sale: string;
  readonly epoch: number;
  readonly sequence: number;
  readonly at: number;
  readonly events: readonly LaneEvent[];
}

/** SHA-256(previous digest ‖ body). */
export function chainDigest(previousDigest: Uint8Array, body: Uint8Array): Uint8Array {
  return createHash("sha256").update(previousDigest).update(body).digest();
}

/** Seals the events of the batch under way as the next record of the state's chain. */
export function sealRecord(state: LaneState, events: readonly LaneEvent[]): SealedRecord {
  const body: RecordBody = {
    format: 1,
    rules: RULES_VERSION,
    sale: state.saleId,
    epoch: state.epoch,
    sequence: state.sequence + 1,
    at: state.at,
    events,
  };
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return {
    sequence: body.sequence,
    epoch: body.epoch,
    previousDigest: state.digest,
    digest: chainDigest(state.digest, bytes),
    body: bytes,
  };
}

/** The record is durable: the state stands behind it now. */
export function settleRecord(state: LaneState, record: SealedRecord): void {
  invariant(record.sequence === state.sequence + 1, "records are settled one after the other");
  state.sequence = record.sequence;
  state.digest = record.digest;
  state.recordedAt = state.at;
}

/** A log that does not continue the chain, or whose record cannot have happened. */
export class BrokenLogError extends Error {
  override readonly name = "BrokenLogError";
  readonly sequence: number;

  constructor(sequence: number, message: string) {
    super(`record ${sequence}: ${message}`);
    this.sequence = sequence;
  }
}

/**
 * Replays one stored record onto the state: checks the chain, applies the recorded outcomes.
 * @throws BrokenLogError naming the record
 */
export function replayRecord(state: LaneState, body: Uint8Array, digest: Uint8Array): LaneRecord {
  const sequence = state.sequence + 1;
  if (!Buffer.from(chainDigest(state.digest, body)).equals(digest)) {
    throw new BrokenLogError(sequence, "its digest does not follow from its bytes");
  }
  const record = parseBody(body, sequence);
  if (record.sale !== state.saleId) throw new BrokenLogError(sequence, "it is of another sale");
  if (record.sequence !== sequence)
    throw new BrokenLogError(sequence, "its number is not the next");
  if (record.at < state.recordedAt) throw new BrokenLogError(sequence, "its time goes back");
  try {
    state.at = record.at;
    for (const event of record.events) evolve(state, event);
  } catch (error) {
    throw new BrokenLogError(sequence, error instanceof Error ? error.message : String(error));
  }
  if (record.epoch !== state.epoch) throw new BrokenLogError(sequence, "its epoch is wrong");
  state.sequence = sequence;
  state.digest = digest;
  state.recordedAt = record.at;
  return record;
}

function parseBody(body: Uint8Array, sequence: number): RecordBody {
  try {
    const parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as RecordBody;
    if (parsed.format !== 1) throw new Error(`format ${String(parsed.format)} is unknown`);
    return parsed;
  } catch (error) {
    throw new BrokenLogError(sequence, error instanceof Error ? error.message : String(error));
  }
}
