import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { LaneBench, SALE, START } from "../../../../tests/support/lane-bench.ts";
import {
  BrokenLogError,
  chainDigest,
  replayRecord,
  sealRecord,
  settleRecord,
  type SealedRecord,
} from "./lane-record.ts";
import { LaneState } from "./lane-state.ts";

const text = (record: SealedRecord) => new TextDecoder().decode(record.body);
const bytes = (value: unknown) =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

/** A short log: founded, opened, two claims, one released. */
function shortLog(): LaneBench {
  const lane = new LaneBench();
  lane.ask({ type: "open" }, 1_000);
  lane.claim(1);
  lane.claim(2, [0, 2], [1, 1]);
  lane.ask({ type: "release", place: 1 }, 500);
  return lane;
}

/** A state that has seen all but the last record. */
function stateBefore(records: readonly SealedRecord[]): LaneState {
  const state = new LaneState(SALE);
  for (const { body, digest } of records.slice(0, -1)) replayRecord(state, body, digest);
  return state;
}

/** Replays the last record with another body, rightly chained, and says what is wrong with it. */
function problemOf(change: (body: Record<string, unknown>) => unknown): string {
  const { records } = shortLog();
  const last = records.at(-1);
  if (last === undefined) throw new Error("the log has records");
  const state = stateBefore(records);
  const changed = change(JSON.parse(text(last)) as Record<string, unknown>);
  const body = changed instanceof Uint8Array ? changed : bytes(changed);
  try {
    replayRecord(state, body, chainDigest(state.digest, body));
  } catch (error) {
    expect(error).toBeInstanceOf(BrokenLogError);
    expect((error as BrokenLogError).sequence).toBe(last.sequence);
    return (error as Error).message.replace(`record ${last.sequence}: `, "");
  }
  return "none";
}

describe("a record", () => {
  test("is numbered, dated and chained to the one before it", () => {
    const { records } = shortLog();
    let previous: Uint8Array = new Uint8Array(32);
    for (const [index, record] of records.entries()) {
      expect(record.sequence).toBe(index + 1);
      expect(Buffer.from(record.previousDigest)).toEqual(Buffer.from(previous));
      const digest = createHash("sha256").update(previous).update(record.body).digest();
      expect(Buffer.from(record.digest)).toEqual(digest);
      previous = record.digest;
    }
  });

  test("says what happened in JSON that anybody can read", () => {
    const record = shortLog().records.at(-1);
    expect(record === undefined ? undefined : JSON.parse(text(record))).toEqual({
      format: 1,
      rules: 3,
      sale: SALE,
      epoch: 1,
      sequence: 6,
      at: START + 1_500,
      events: [["released", 1]],
    });
  });

  test("names no fan: of what it says, only places, claims and lines could be a person's", () => {
    const { records } = shortLog();
    const held = records.map(text).filter((body) => body.includes('"held"'));
    expect(held).toHaveLength(2);
    expect(held[1]).toContain('"events":[["held",2,"claim-2",[[0,2],[1,1]],');
  });

  test("is settled only after the one before it", () => {
    const { state } = shortLog();
    const record = sealRecord(state, [["tick"]]);
    settleRecord(state, record);
    expect(() => settleRecord(state, record)).toThrow("one after the other");
  });
});

describe("replay stops at a record", () => {
  test("with any byte changed, and leaves the chain where it was", () => {
    const { records } = shortLog();
    const last = records.at(-1);
    if (last === undefined) throw new Error("the log has records");
    const state = stateBefore(records);
    const before = { sequence: state.sequence, digest: state.digest };
    for (let at = 0; at < last.body.length; at += 1) {
      const body = Uint8Array.from(last.body);
      body[at] = (body[at] ?? 0) ^ 0x20;
      expect(() => replayRecord(state, body, last.digest)).toThrow("does not follow");
    }
    expect({ sequence: state.sequence, digest: state.digest }).toEqual(before);
    expect(replayRecord(state, last.body, last.digest).sequence).toBe(last.sequence);
  });

  test("that stands out of its order, twice, or after a missing one", () => {
    const { records } = shortLog();
    const [first, , third] = records;
    if (first === undefined || third === undefined) throw new Error("the log has records");
    const state = new LaneState(SALE);
    replayRecord(state, first.body, first.digest);
    for (const wrong of [first, third]) {
      expect(() => replayRecord(state, wrong.body, wrong.digest)).toThrow("record 2: its digest");
    }
  });

  const rows: readonly [title: string, change: Parameters<typeof problemOf>[0], problem: string][] =
    [
      ["of another sale", (body) => ({ ...body, sale: "x" }), "it is of another sale"],
      ["with another number", (body) => ({ ...body, sequence: 7 }), "its number is not the next"],
      ["whose time goes back", (body) => ({ ...body, at: START + 999 }), "its time goes back"],
      ["of another epoch", (body) => ({ ...body, epoch: 2 }), "its epoch is wrong"],
      ["of a format to come", (body) => ({ ...body, format: 2 }), "format 2 is unknown"],
      [
        "that sells more than there is",
        (body) => ({ ...body, events: [["held", 3, "c", [[0, 4]], START + 99_999]] }),
        "Invariant broken: never more units held, sold and reserved than stock",
      ],
      [
        "with a second claim of a place",
        (body) => ({ ...body, events: [["held", 2, "c", [[0, 1]], START + 99_999]] }),
        "Invariant broken: a place has at most one claim",
      ],
      [
        "that ends a claim which nobody made",
        (body) => ({ ...body, events: [["released", 9]] }),
        "Invariant broken: place 9 has a claim",
      ],
      [
        "that releases a claim twice",
        (body) => ({
          ...body,
          events: [
            ["released", 1],
            ["released", 1],
          ],
        }),
        "Invariant broken: a released claim cannot release",
      ],
    ];
  for (const [title, change, problem] of rows) {
    test(title, () => {
      expect(problemOf(change)).toBe(problem);
    });
  }

  test("with events that it does not know, or that is no record at all", () => {
    expect(problemOf((body) => ({ ...body, events: [["invented", 1]] }))).toContain("Unreachable");
    expect(problemOf((body) => ({ ...body, events: undefined }))).not.toBe("none");
    expect(problemOf(() => "null")).not.toBe("none");
    expect(problemOf(() => "{")).not.toBe("none");
    expect(problemOf(() => Uint8Array.of(0xff, 0xfe))).not.toBe("none");
  });
});
