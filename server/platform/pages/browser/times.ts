import { clockDigits } from "./clock-digits.ts";

/** Shows each marked time as the reader's own clock would, with the name of the zone. */
export function showLocalTimes(root: ParentNode, locale: string): void {
  const format = new Intl.DateTimeFormat(locale, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = format.format(at);
  }
}

/** How far the reader's clock is behind the server's, in ms. */
let behindMs = 0;

export function learnServerTime(iso: string | undefined): void {
  const at = Date.parse(iso ?? "");
  if (!Number.isNaN(at)) behindMs = at - Date.now();
}

function serverNowMs(): number {
  return Date.now() + behindMs;
}

/**
 * Moves every countdown on the page once a second. They are hidden from screen readers, which have
 * the date beside them; `onEnd` runs once when one of them reaches its time.
 */
export function runCountdowns(onEnd: () => void): void {
  const running = new Set<string>();
  const tick = () => {
    for (const element of document.querySelectorAll<HTMLElement>("[data-until]")) {
      const until = element.dataset["until"] ?? "";
      const leftMs = Date.parse(until) - serverNowMs();
      element.textContent = clockDigits(leftMs, element.dataset["day"] ?? "");
      element.hidden = false;
      // One that was over from the first has nothing to tell.
      if (leftMs > 0) running.add(until);
      else if (running.delete(until)) onEnd();
    }
  };
  tick();
  setInterval(tick, 1000);
}

/** Whether a time that the page counts down to has passed. */
export function hasEndedCountdown(root: ParentNode): boolean {
  return [...root.querySelectorAll<HTMLElement>("[data-until]")].some(
    ({ dataset }) => Date.parse(dataset["until"] ?? "") <= serverNowMs(),
  );
}
