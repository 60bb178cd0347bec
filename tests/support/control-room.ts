import { expect } from "bun:test";
import type { FeedMessage } from "../../server/modules/sales/lane/lane-feed.ts";
import type { HistoryView } from "../../server/modules/sales/lane/lane-history.ts";
import type { LiveFigures } from "../../server/modules/sales/live/live-figures.ts";
import type { SaleSite } from "./sale.ts";

const readerOf = (body: ReadableStream<Uint8Array>) => body.getReader();

/** A control room: what it has heard so far. */
export class ControlRoom {
  readonly figures: LiveFigures[] = [];
  readonly feed: (FeedMessage & { id: number })[] = [];
  readonly gaps: unknown[] = [];
  readonly histories: HistoryView[] = [];
  ended = false;
  private readonly reader: ReturnType<typeof readerOf>;

  constructor(body: ReadableStream<Uint8Array>) {
    this.reader = readerOf(body);
    void this.read();
  }

  /** @param lastEventId what a browser sends that comes again */
  static async open(server: SaleSite, saleId: string, lastEventId?: number) {
    const headers = {
      authorization: server.owner,
      ...(lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) }),
    };
    const response = await server.app.request(
      `http://millet.test/api/v1/sales/${saleId}/live`,
      { headers },
      {},
    );
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    return new ControlRoom(response.body as ReadableStream<Uint8Array>);
  }

  get last(): LiveFigures | undefined {
    return this.figures.at(-1);
  }

  /** What happened, without the steps of the line. */
  get happened(): unknown[] {
    return this.feed
      .flatMap(({ entries }) => entries)
      .filter(({ type }) => type !== "admitted" && type !== "outage");
  }

  close(): Promise<void> {
    return this.reader.cancel();
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const { done, value } = await this.reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
      const events = text.split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) this.take(event);
    }
    this.ended = true;
  }

  private take(event: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(event)?.[1] ?? "";
    const data: unknown = JSON.parse(field("data") || "null");
    if (field("event") === "figures") this.figures.push(data as LiveFigures);
    if (field("event") === "history") this.histories.push(data as HistoryView);
    if (field("event") === "gap") this.gaps.push(data);
    if (field("event") === "feed") {
      this.feed.push({ ...(data as FeedMessage), id: Number(field("id")) });
    }
  }
}
