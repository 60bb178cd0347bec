import { proveForms } from "../../../platform/pages/browser/proof-forms.ts";
import {
  hasEndedCountdown,
  learnServerTime,
  showLocalTimes,
} from "../../../platform/pages/browser/times.ts";
import { formatNumber } from "../../../platform/pages/formats.ts";
import {
  lineViewOf,
  liveNumbers,
  type NowNumbers,
  type NowPhase,
  phaseSeen,
} from "../pages/live-numbers.ts";
import { liveTexts } from "../pages/live-texts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import { placesAhead } from "../rules/chances.ts";

/** What the script reads of `now`. */
interface Now extends NowNumbers, NowPhase {
  readonly serverTime: string;
  readonly nextPollSeconds: { readonly least: number; readonly most: number };
}

/** After a failure, so that a server in trouble is not asked in step. */
const RETRY_MS = { least: 4_000, most: 12_000 };

const between = (least: number, most: number) => least + Math.random() * (most - least);

/** The page without what an earlier form left to be said. */
function ownAddress(): string {
  const url = new URL(location.href);
  for (const name of ["problem", "notice"]) url.searchParams.delete(name);
  return url.href;
}

/**
 * Follows the sale: writes the moving numbers into the page, and loads the page anew when it would
 * say something else. Nothing private is polled meanwhile.
 */
export function follow(lang: string): { lookSoon(): void } {
  const locale = lang === "zh-Hans" ? "zh-Hans" : "en";
  const t = textsIn(liveTexts, locale);
  const marker = () => document.querySelector<HTMLElement>("[data-now]");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = "";
  let mustLoad = false;
  if (marker() === null) return { lookSoon: () => location.reload() };

  const say = (id: string, text: string) => {
    const region = document.getElementById(id);
    if (region !== null && region.textContent !== text) region.textContent = text;
  };
  const again = (least: number, most: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), between(least, most));
  };

  async function look(): Promise<void> {
    try {
      const answer = await fetch(marker()?.dataset["now"] ?? "");
      if (!answer.ok) throw new Error(String(answer.status));
      const now = (await answer.json()) as Now;
      learnServerTime(now.serverTime);
      if (mustLoad || isOld(now)) await loadPage();
      else writeNumbers(now);
      again(now.nextPollSeconds.least * 1000, now.nextPollSeconds.most * 1000);
    } catch {
      again(RETRY_MS.least, RETRY_MS.most);
    }
  }

  /** Whether the page would say something else by now. */
  function isOld(now: Now): boolean {
    const { seen, place, follows } = marker()?.dataset ?? {};
    const own = place === undefined ? undefined : Number(place);
    return seen !== phaseSeen(now, own, follows === "log");
  }

  function writeNumbers(now: Now): void {
    const called = now.line?.admittedThrough ?? 0;
    write("called", formatNumber(called, locale));
    const bar = document.querySelector<HTMLProgressElement>("[data-live-bar]");
    if (bar !== null) bar.value = called;
    const { place, limit, margin } = marker()?.dataset ?? {};
    if (place === undefined) {
      write("free", formatNumber(now.units.free, locale));
      return;
    }
    const terms = {
      place: Number(place),
      claimLimit: Number(limit),
      admissionMargin: Number(margin),
    };
    const view = lineViewOf(now, terms);
    const numbers = liveNumbers(view, locale);
    for (const [name, text] of Object.entries(numbers)) write(name, text);
    // Not every step is read aloud: only when the distance has shrunk to another order.
    const step = `${Math.ceil(Math.log2(placesAhead(view) + 1))} ${now.units.free === 0}`;
    if (told !== "" && told !== step) say("say", t.sayAhead(numbers.ahead, numbers.free));
    told = step;
  }

  function write(name: string, text: string): void {
    for (const element of document.querySelectorAll(`[data-live="${name}"]`)) {
      if (element.textContent !== text) element.textContent = text;
    }
  }

  async function loadPage(): Promise<void> {
    const answer = await fetch(ownAddress(), { headers: { accept: "text/html" } });
    const main = document.querySelector("main");
    const text = await answer.text();
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const newMain = fresh.querySelector("main");
    if (!answer.ok || answer.redirected || main === null || newMain === null) {
      location.reload();
      return;
    }
    document.title = fresh.title;
    main.replaceChildren(...newMain.childNodes);
    // The lane may need a moment to record what the clock has ended.
    mustLoad = hasEndedCountdown(main);
    showLocalTimes(main, locale);
    proveForms();
    learnServerTime(main.querySelector<HTMLElement>("[data-server-time]")?.dataset["serverTime"]);
    const isTurn = main.querySelector("[data-turn]") !== null;
    say(isTurn ? "shout" : "say", isTurn ? t.sayTurn : t.sayChanged);
    if (isTurn) main.focus();
  }

  history.replaceState(null, "", ownAddress());
  again(200, 1_500);
  const lookSoon = () => {
    // What the page says was true until this moment.
    mustLoad = true;
    again(300, 3_000);
  };
  return { lookSoon };
}
