import type { BrowserContext, Response } from "playwright-core";

/** What went wrong in a browser without anybody asking. */
export interface PageWatch {
  problems(): readonly string[];
}

/**
 * Watches every page of a visitor. A page that is itself a refusal (4xx) is no problem: the journey
 * reads it.
 * @param refusals addresses where a script is expected to be refused
 */
export function watchPages(context: BrowserContext, baseUrl: string, refusals?: RegExp): PageWatch {
  const { host } = new URL(baseUrl);
  const problems: string[] = [];
  const refused = new Set<string>();
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:", "about:"].includes(url.protocol) && url.host !== host) {
      problems.push(`a request to another host: ${url.href}`);
    }
  });
  context.on("response", (response) => {
    if (isRefusedPage(response) || refusals?.test(response.url()) === true)
      refused.add(response.url());
    if (response.status() >= 500) problems.push(`${response.status()} for ${response.url()}`);
  });
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    const { url } = message.location();
    // Chromium tells of every page that is not 2xx; the journey looks at what the page says.
    if (refused.has(url) && message.text().startsWith("Failed to load resource")) return;
    problems.push(`on the console: ${message.text()} (${url})`);
  });
  context.on("weberror", (error) => problems.push(`a script threw: ${error.error().message}`));
  return { problems: () => problems };
}

function isRefusedPage(response: Response): boolean {
  return response.status() >= 400 && response.request().resourceType() === "document";
}
