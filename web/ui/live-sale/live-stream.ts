import type { FeedMessage, HistoryView, LiveFrame, RehearsalProgress } from "./live-frames.ts";
import type { LiveModel, Moment } from "./live-model.ts";

/** Between two attempts, each twice as long as the one before; the spread keeps rooms apart. */
const RETRY_LEAST_MS = 1_000;
const RETRY_MOST_MS = 15_000;
/** A connection that says nothing for so long is a dead one, whatever the browser takes it for. */
const SILENT_AFTER_MS = 8_000;
const LOOK_EVERY_MS = 1_000;

export const momentNow = (): Moment => ({ monotonicMs: performance.now(), wallMs: Date.now() });

/**
 * Feeds the model from a stream of server-sent events, for as long as it is open. The browser comes
 * again by itself, with the id of the last event; after a refusal, or silence, this does.
 * @param source where the stream is: a sale's own, or a rehearsal's that is passed on
 * @returns what closes it
 */
export function openLiveStream(source: string, model: LiveModel): () => void {
  let events: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = RETRY_LEAST_MS;
  let heardMs = performance.now();
  const open = () => {
    heardMs = performance.now();
    const opened = new EventSource(source);
    events = opened;
    const on = (type: string, take: (data: unknown) => void) =>
      opened.addEventListener(type, (event: MessageEvent<string>) => {
        heardMs = performance.now();
        retryMs = RETRY_LEAST_MS;
        take(JSON.parse(event.data));
      });
    // Our own server's words; an event of another shape would be a bug of ours.
    on("figures", (frame) => model.takeFigures(frame as LiveFrame, momentNow()));
    on("history", (history) => model.takeHistory(history as HistoryView));
    on("feed", (message) => model.takeFeed(message as FeedMessage));
    on("gap", () => model.takeGap());
    on("progress", (progress) => {
      model.takeProgress(progress as RehearsalProgress, momentNow());
      // Asked again after its end, a rehearsal would refuse.
      if (model.isOver) close();
    });
    opened.addEventListener("error", () => {
      if (opened.readyState === EventSource.CLOSED) openLater();
    });
  };
  const openLater = () => {
    events?.close();
    events = undefined;
    clearTimeout(timer);
    timer = setTimeout(open, retryMs * (0.75 + Math.random() / 2));
    retryMs = Math.min(RETRY_MOST_MS, retryMs * 2);
  };
  const look = setInterval(() => {
    if (events !== undefined && performance.now() - heardMs > SILENT_AFTER_MS) openLater();
  }, LOOK_EVERY_MS);
  const close = () => {
    clearInterval(look);
    clearTimeout(timer);
    events?.close();
  };
  open();
  return close;
}
