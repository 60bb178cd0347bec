import { html } from "hono/html";
import type { Config } from "../config.ts";
import type { Database } from "../database/database.ts";
import type { Mount } from "../http/app.ts";
import { inlineStyle } from "../http/inline-style.ts";
import { httpFailures, problemResponse } from "../http/problem.ts";
import { createRouter } from "../http/router.ts";
import { listNewestMails, type RecordedMail } from "./store.ts";

const SHOWN = 100;

const style = inlineStyle(`
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 50rem; padding: 0 1rem; }
article { border-top: 1px solid #8885; padding: 0.5rem 0; }
h2 { font-size: 1.1rem; margin: 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
`);

const CONTENT_POLICY = `default-src 'none'; style-src ${style.source}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/**
 * `GET /dev/mails`: in development without SMTP_URL, the newest 100 mails, as a page or as JSON.
 * They let anyone who reads them sign in as anyone. So the page is offered only where fans reach
 * the server as this machine itself, not through a proxy and not by a name that leads here (DNS
 * rebinding): a server that was put on the net without NODE_ENV=production does not show them.
 */
export function mailMounts(deps: {
  readonly config: Config;
  readonly database: Database;
}): readonly Mount[] {
  const { config, database } = deps;
  const isForDevelopment = config.environment === "development" && config.smtpUrl === undefined;
  if (!isForDevelopment || !isThisMachine(config.baseUrl)) return [];
  const router = createRouter();
  router.get("/", async (context) => {
    const isForwarded =
      context.req.header("forwarded") !== undefined ||
      context.req.header("x-forwarded-for") !== undefined;
    if (isForwarded || !isThisMachine(`http://${context.req.header("host") ?? ""}`)) {
      const detail = "The mails are shown on this machine only.";
      return problemResponse({ kind: httpFailures.not_found, detail }, context.get("requestId"));
    }
    const mails = await listNewestMails(database, SHOWN);
    context.header("vary", "accept");
    if (context.req.header("accept")?.includes("application/json") === true) {
      return context.json({ mails });
    }
    context.header("content-security-policy", CONTENT_POLICY);
    return context.html(renderMails(mails));
  });
  return [{ path: "/dev/mails", router, chain: "standard" }];
}

function isThisMachine(url: string): boolean {
  const name = URL.parse(url)?.hostname ?? "";
  return ["localhost", "127.0.0.1", "[::1]"].includes(name);
}

function renderMails(mails: readonly RecordedMail[]) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Mails</title>
        ${style.element}
      </head>
      <body>
        <h1>Mails that would have been sent</h1>
        ${mails.length === 0 ? html`<p>None yet.</p>` : mails.map(renderMail)}
      </body>
    </html>`;
}

function renderMail({ subject, to, recordedAt, text }: RecordedMail) {
  return html`<article>
    <h2>${subject}</h2>
    <p>To ${to}, <time datetime="${recordedAt.toISOString()}">${recordedAt.toUTCString()}</time></p>
    <pre>${withLinks(text ?? "")}</pre>
  </article>`;
}

/** Web addresses in the text become links; everything else stays text. */
function withLinks(text: string) {
  return text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : part));
}
