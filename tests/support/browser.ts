import { afterAll, afterEach, setDefaultTimeout } from "bun:test";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { findChromium } from "./browser-install.ts";
import { type PageWatch, watchPages } from "./browser-watch.ts";

export interface VisitorOptions {
  /** Whether scripts run; they do unless told. */
  readonly script?: boolean;
  /** What the browser asks for; English unless told. */
  readonly language?: "en" | "zh-Hans";
  readonly colours?: "light" | "dark";
  /** CSS pixels; a small phone has 360, a desktop 1280. */
  readonly width?: number;
  /** Addresses where a script is expected to be refused (4xx); none unless told. */
  readonly refusals?: RegExp;
}

/** Somebody with a browser of their own: nothing is shared with other visitors. */
export interface Visitor {
  readonly baseUrl: string;
  readonly script: boolean;
  readonly context: BrowserContext;
  readonly page: Page;
}

export const PHONE_WIDTH = 360;
export const DESKTOP_WIDTH = 1280;
const HEIGHTS: Readonly<Record<number, number>> = { [PHONE_WIDTH]: 740, [DESKTOP_WIDTH]: 800 };

/** A page that does not come within this time does not come; the machine may be busy. */
const PATIENCE_MS = 20_000;

/** As for every test of the whole run; Bun alone would give a journey five seconds. */
const TEST_TIMEOUT_MS = 60_000;

/**
 * Starts Chromium. Playwright drives it over a pipe, also under Bun.
 *
 * It has no sandbox, which root in a container cannot have: it shows our own pages only.
 */
export async function launchChromium(): Promise<Browser> {
  const { executablePath, environment } = findChromium();
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...environment },
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--font-render-hinting=none",
      // Small in containers, and a page that outgrows it crashes.
      "--disable-dev-shm-usage",
    ],
  });
}

let visitors = 0;

/** Opens a browser window of its own on the site: no cookie, no cache, an address of its own. */
export async function openVisitor(
  browser: Browser,
  baseUrl: string,
  options: VisitorOptions = {},
): Promise<Visitor> {
  const { script = true, language = "en", colours = "light", width = DESKTOP_WIDTH } = options;
  visitors += 1;
  const context = await browser.newContext({
    baseURL: baseUrl,
    javaScriptEnabled: script,
    locale: language,
    colorScheme: colours,
    viewport: { width, height: HEIGHTS[width] ?? 800 },
    isMobile: width < 600,
    hasTouch: width < 600,
    reducedMotion: "reduce",
    // So that limits on one address hold for one visitor; the server trusts it from this machine.
    extraHTTPHeaders: {
      "x-forwarded-for": `198.18.${Math.floor(visitors / 250)}.${1 + (visitors % 250)}`,
    },
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  return { baseUrl: new URL(baseUrl).origin, script, context, page };
}

export interface TestChromium {
  /** Somebody new with a browser of their own, until the end of the test. */
  visit(baseUrl: string, options?: VisitorOptions): Promise<Visitor>;
}

/**
 * A Chromium for one test file; call it at the top level of the file. Whatever goes wrong in a
 * page unseen fails the test: errors on the console, breaches of the content policy, requests to
 * other hosts, answers of 500.
 */
export async function testChromium(): Promise<TestChromium> {
  setDefaultTimeout(TEST_TIMEOUT_MS);
  const browser = await launchChromium();
  let open: { readonly visitor: Visitor; readonly watch: PageWatch }[] = [];
  afterEach(async () => {
    const ended = open;
    open = [];
    const problems = ended.flatMap(({ watch }) => watch.problems());
    await Promise.all(ended.map(({ visitor }) => visitor.context.close()));
    if (problems.length > 0) throw new Error(`seen in the browser:\n${problems.join("\n")}`);
  });
  afterAll(() => browser.close());
  return {
    async visit(baseUrl, options) {
      const visitor = await openVisitor(browser, baseUrl, options);
      open.push({ visitor, watch: watchPages(visitor.context, baseUrl, options?.refusals) });
      return visitor;
    },
  };
}
