import { expect, test } from "bun:test";
import { systemClock } from "../../../platform/clock.ts";
import type { LaneCommand } from "../rules/lane-commands.ts";
import type { LaneTerms } from "../rules/lane-events.ts";
import type { SealedRecord } from "../rules/lane-record.ts";
import type { LaneLog, StoredRecord } from "./lane-log.ts";
import { systemTimers } from "./lane-timers.ts";
import { LaneWriter } from "./lane-writer.ts";

const SALE = "01999999-0000-7000-8000-000000000001";

function memoryLog(): LaneLog {
  const records: StoredRecord[] = [];
  return {
    append(_saleId: string, { sequence, digest, body }: SealedRecord) {
      records.push({ sequence, digest, body });
      return Promise.resolve({ kind: "appended" });
    },
    async *read(_saleId, afterSequence) {
      yield* records.slice(afterSequence);
    },
    nowMs: () => Promise.resolve(Date.now()),
  };
}

const terms: LaneTerms = {
  kind: "open",
  variants: [{ id: "a", stock: 1, limit: 1 }],
  drawnPlaces: 0,
  holdMs: 1_000,
  admissionMargin: 0,
  waitingLimit: 0,
  pollsPerSecond: 1,
  draw: null,
};

test("every command is counted once, in the batch that it came in", async () => {
  let counted = 0;
  const writer = new LaneWriter({
    saleId: SALE,
    log: memoryLog(),
    timers: systemTimers(systemClock),
    owner: "test",
    terms,
    onBatch: (commands) => (counted += commands),
  });
  await writer.start();
  const commands = Array.from({ length: 30 }, (_, index) =>
    writer.submit({ type: "extend-line", highestPlace: index }),
  );
  await Promise.all(commands);
  await writer.close();
  expect(counted).toBe(30);
});

test("a bug in a batch leaves no lane that seems to run: it is given up, to be replayed", async () => {
  const ends: string[] = [];
  const writer = new LaneWriter({
    saleId: SALE,
    log: memoryLog(),
    timers: systemTimers(systemClock),
    owner: "test",
    terms,
    onEnd: (status, reason) => ends.push(`${status}: ${reason.split("\n")[0]}`),
  });
  expect(await writer.start()).toBe("running");
  // A command that the rules do not know, as only a bug could send.
  const answer = await writer.submit({ type: "nonsense" } as unknown as LaneCommand);
  expect(answer).toEqual({ kind: "unavailable", reason: "outcome-unknown" });
  expect(writer.status).toBe("elsewhere");
  expect(ends).toEqual(['elsewhere: a batch failed: Error: Unreachable: {"type":"nonsense"}']);
  expect(await writer.submit({ type: "open" })).toEqual({
    kind: "unavailable",
    reason: "elsewhere",
  });
});
