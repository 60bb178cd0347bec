import { html, raw } from "hono/html";
import type { Markup } from "../pages/layout.ts";
import { brandCss } from "../pages/page-style.ts";
import type { PageView } from "../pages/page-view.ts";
import { textsIn } from "../pages/texts.ts";
import type { BuiltFiles } from "./built-files.ts";

const words = {
  scriptNeeded: {
    en: "This page needs JavaScript. Everything about sales, orders and your account works without it:",
    "zh-Hans": "此页面需要 JavaScript。发售、订单和账号的全部功能无需 JavaScript 也能使用：",
  },
  account: { en: "Your account", "zh-Hans": "我的账号" },
  orders: { en: "Your orders", "zh-Hans": "我的订单" },
  sales: { en: "All sales", "zh-Hans": "全部发售" },
  unbuilt: {
    en: "The web app has not been built on this server. Run npm run build, and start the server again.",
    "zh-Hans": "此服务器上尚未构建网页应用。请运行 npm run build 后重新启动服务器。",
  },
};

/** The document that loads the web app; all its pages have the same. */
export function renderShell(view: PageView, files: BuiltFiles, nonce: string): Markup {
  const t = textsIn(words, view.locale);
  return html`<!doctype html>
    <html lang="${view.locale}">
      <head>
        ${head(view)}
        <meta name="style-nonce" content="${nonce}" />
        ${files.styles.map((file) => html`<link rel="stylesheet" href="/app/${file}" />`)}
        ${files.preloads.map((file) => html`<link rel="modulepreload" href="/app/${file}" />`)}
        ${brandStyle(view, nonce)}
        <script type="module" src="/app/${files.script}"></script>
        ${withoutScript(view)}
      </head>
      <body>
        <div id="app"></div>
        <noscript>
          <p>${t.scriptNeeded}</p>
          ${plainLinks(view)}
        </noscript>
      </body>
    </html>`;
}

/** Behind the style sheets, as on the pages of the server. The nonce is what permits it. */
function brandStyle({ brand }: PageView, nonce: string): Markup | "" {
  const css = brandCss(brand);
  return css === ""
    ? ""
    : html`<style nonce="${nonce}">
        ${raw(css)}
      </style>`;
}

/** What the app shows of the brand before it has asked anything. */
function brandMetas({ brand }: PageView): Markup {
  const { languages, logo, name, showsName } = brand;
  const shown = JSON.stringify({ name, showsName, logo: logo ?? null, languages });
  return html`<meta name="application-name" content="${name}" />
    <meta name="brand" content="${shown}" />`;
}

/** Without a script, a fan goes on to the page that needs none; the console has no such page. */
function withoutScript(view: PageView): Markup | "" {
  if (view.path !== "/me" && !/^\/me[/?]/.test(view.path)) return "";
  const refresh = `0; url=${view.link("/account")}`;
  return html`<noscript><meta http-equiv="refresh" content="${refresh}" /></noscript>`;
}

/** In place of the app where it has not been built. */
export function renderUnbuilt(view: PageView): Markup {
  return html`<!doctype html>
    <html lang="${view.locale}">
      <head>
        ${head(view)}
      </head>
      <body>
        <p>${textsIn(words, view.locale).unbuilt}</p>
        ${plainLinks(view)}
      </body>
    </html>`;
}

function plainLinks(view: PageView): Markup {
  const t = textsIn(words, view.locale);
  return html`<p>
    <a href="${view.link("/account")}">${t.account}</a>
    <a href="${view.link("/orders")}">${t.orders}</a>
    <a href="${view.link("/")}">${t.sales}</a>
  </p>`;
}

function head(view: PageView): Markup {
  return html`<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${view.brandName}</title>
    ${brandMetas(view)}
    <meta name="robots" content="noindex" />
    <meta name="theme-color" content="#faf9f6" media="(prefers-color-scheme: light)" />
    <meta name="theme-color" content="#141312" media="(prefers-color-scheme: dark)" />
    <link rel="icon" href="data:," />`;
}
