import { describe, expect, test } from "bun:test";
import { createManualClock } from "../../../../tests/support/platform.ts";
import { until } from "../../../../tests/support/sale.ts";
import { createLog } from "../../../platform/log.ts";
import { LiveBroadcast } from "./live-broadcast.ts";
import { LiveListener } from "./live-listener.ts";

/** What a listener has been told; `ended` once the stream is over. */
function listenTo(listener: LiveListener) {
  const heard = { text: "", ended: false };
  const reading = async () => {
    const decoder = new TextDecoder();
    for await (const bytes of listener.stream) heard.text += decoder.decode(bytes);
    heard.ended = true;
  };
  void reading();
  return heard;
}

function broadcastOf(state: () => string) {
  const clock = createManualClock();
  const silences: string[] = [];
  const broadcast = new LiveBroadcast({
    clock,
    log: createLog("silent"),
    findLane: () => undefined,
    findAbsent: () =>
      Promise.resolve({
        saleId: "a-sale",
        lane: "none" as const,
        state: state(),
        opensAt: null,
        registrationClosesAt: null,
        registrations: 0,
        haltedReason: null,
        figures: null,
      }),
    onSilent: () => void silences.push("silent"),
  });
  return { broadcast, clock, silences };
}

describe("a broadcast", () => {
  test("tells what has changed, and nothing where nothing has", async () => {
    let state = "registering";
    const { broadcast } = broadcastOf(() => state);
    const heard = listenTo(broadcast.listen(undefined, () => undefined));
    await until(() => heard.text.includes('"state":"registering"'));
    await Bun.sleep(1_200);
    expect(heard.text.match(/event: figures/g)).toHaveLength(1);
    state = "closed";
    await until(() => heard.text.includes('"state":"closed"'));
    expect(heard.text.match(/event: figures/g)).toHaveLength(2);
    broadcast.close();
  });

  test("repeats each second what has not changed, and ends each stream in time", async () => {
    const { broadcast, clock } = broadcastOf(() => "registering");
    const heard = listenTo(broadcast.listen(undefined, () => undefined));
    await until(() => heard.text.includes("event: figures"));
    clock.advance(1_000);
    await until(() => heard.text.match(/event: figures/g)?.length === 2);
    expect(heard.ended).toBe(false);
    clock.advance(600_000);
    await until(() => heard.ended);
  });

  test("falls silent when the last listener goes", async () => {
    const { broadcast, silences } = broadcastOf(() => "registering");
    const gone: string[] = [];
    const first = broadcast.listen(undefined, () => gone.push("first"));
    const second = broadcast.listen(undefined, () => gone.push("second"));
    await first.stream.cancel();
    expect(silences).toEqual([]);
    await second.stream.cancel();
    expect(gone).toEqual(["first", "second"]);
    expect(silences).toEqual(["silent"]);
  });

  test("goes on when the database is away for a frame", async () => {
    let isAway = true;
    const { broadcast } = broadcastOf(() => {
      if (isAway) throw new Error("away");
      return "registering";
    });
    const heard = listenTo(broadcast.listen(undefined, () => undefined));
    await Bun.sleep(50);
    expect(heard.text).toBe("retry: 1000\n\n");
    isAway = false;
    await until(() => heard.text.includes("event: figures"));
    broadcast.close();
  });
});

describe("a listener", () => {
  test("that takes nothing is dropped before much is kept for it", async () => {
    let gone = 0;
    const listener = new LiveListener(0, undefined, () => (gone += 1));
    const frame = new Uint8Array(1_000);
    for (let index = 0; index < 10_000; index += 1) listener.send(frame);
    expect(gone).toBe(1);
    let kept = 0;
    for await (const bytes of listener.stream) kept += bytes.length;
    expect(kept).toBeLessThan(300_000);
    listener.send(frame);
    listener.end();
    expect(gone).toBe(1);
  });
});
