import { afterAll, describe, expect, test } from "bun:test";
import { createManualClock } from "../../../../tests/support/platform.ts";
import { until } from "../../../../tests/support/sale.ts";
import { LiveRelay } from "./live-relay.ts";

/** A rehearsal's own server: each who asks is told the course so far, and then what follows. */
function sourceServer() {
  const asked: string[] = [];
  const streams = new Set<ReadableStreamDefaultController<string>>();
  const server = Bun.serve({
    port: 0,
    idleTimeout: 0,
    fetch: (request) => {
      const saleId = new URL(request.url).pathname.split("/").at(-2) ?? "";
      const lastEventId = request.headers.get("last-event-id") ?? "none";
      asked.push(`${saleId} ${request.headers.get("authorization")} ${lastEventId}`);
      let own: ReadableStreamDefaultController<string> | undefined;
      const stream = new ReadableStream<string>({
        start: (controller) => {
          own = controller;
          streams.add(controller);
          controller.enqueue("retry: 1000\n\n");
          controller.enqueue(`event: figures\ndata: "${saleId}"\n\nevent: history\ndata: 1\n\n`);
        },
        cancel: () => void (own !== undefined && streams.delete(own)),
      });
      return new Response(stream.pipeThrough(new TextEncoderStream()));
    },
  });
  afterAll(() => server.stop(true));
  return {
    asked,
    sourceOf: (saleId: string) => ({ url: server.url.origin, key: "a-key", saleId }),
    tell: (text: string) => {
      for (const stream of streams) stream.enqueue(text);
    },
    die: () => {
      for (const stream of streams) stream.close();
      streams.clear();
    },
  };
}

function listenTo(relay: LiveRelay) {
  const heard = { text: "", ended: false };
  const reading = async () => {
    const decoder = new TextDecoder();
    for await (const bytes of relay.listen()) heard.text += decoder.decode(bytes);
    heard.ended = true;
  };
  void reading();
  return heard;
}

const FEED = 'id: 7\nevent: feed\ndata: {"sequence":7}\n\n';

describe("a relay", () => {
  test("tells whoever comes late the course so far, and each what follows once", async () => {
    const source = sourceServer();
    const relay = new LiveRelay(createManualClock());
    relay.tellProgress({ state: "running" });
    const early = listenTo(relay);
    await until(() => early.text.includes('event: progress\ndata: {"state":"running"}'));
    expect(source.asked).toEqual([]);
    relay.show(source.sourceOf("one"));
    await until(() => early.text.includes("event: history"));
    const late = listenTo(relay);
    await until(() => late.text.includes("event: history"));
    expect(late.text).toContain("event: progress");
    source.tell(FEED);
    await until(() => early.text.includes(FEED) && late.text.includes(FEED));
    for (const { text } of [early, late]) {
      expect(text.match(/event: (figures|history|feed)/g)).toHaveLength(3);
    }
    expect(source.asked).toEqual(["one Bearer a-key none", "one Bearer a-key none"]);
    relay.close();
    await until(() => early.ended && late.ended);
    expect(relay.listening).toBe(0);
  });

  test("asks a server that was killed for what it has missed, and another sale for all", async () => {
    const source = sourceServer();
    const relay = new LiveRelay(createManualClock());
    const heard = listenTo(relay);
    relay.show(source.sourceOf("one"));
    await until(() => heard.text.includes("event: history"));
    source.tell(FEED);
    await until(() => heard.text.includes(FEED));
    source.die();
    await until(() => source.asked.length === 2);
    relay.show(source.sourceOf("two"));
    await until(() => heard.text.includes('"two"'));
    expect(source.asked).toEqual([
      "one Bearer a-key none",
      "one Bearer a-key 7",
      "two Bearer a-key none",
    ]);
    const { length } = heard.text;
    source.tell(FEED);
    await until(() => heard.text.length > length);
    // Of the sale before nothing is told any more.
    await Bun.sleep(50);
    expect(heard.text.slice(length)).toBe(FEED);
    relay.close();
    await until(() => heard.ended);
  });

  test("repeats how far the rehearsal is, so that a quiet stage is no dead connection", async () => {
    const relay = new LiveRelay(createManualClock());
    relay.tellProgress({ state: "running" });
    const heard = listenTo(relay);
    await until(() => heard.text.match(/event: progress/g)?.length === 2);
    relay.close();
    await until(() => heard.ended);
  });
});
