import { html } from "hono/html";
import type { Locale } from "../locales.ts";
import type { InlineScript } from "./browser-script.ts";
import type { PageView } from "./page-view.ts";
import { pageStyleOf } from "./page-style.ts";
import { logoBox } from "./logo-box.ts";
import { textsIn } from "./texts.ts";

export type Markup = ReturnType<typeof html>;

/** What one page puts into the frame that all pages share. */
export interface PageContent {
  readonly title: string;
  readonly main: Markup;
  /** For search engines and previews; a page without one is not to be indexed. */
  readonly description?: string | undefined;
  /** Without a script, the browser goes to this path after this time: mostly the page's own. */
  readonly refresh?: { readonly seconds: number; readonly path: string } | undefined;
  /** More for the document's head, such as how the page is shown elsewhere. */
  readonly head?: Markup | undefined;
  readonly script?: InlineScript | undefined;
}

const words = {
  skip: { en: "Skip to the content", "zh-Hans": "跳到正文" },
  orders: { en: "Orders", "zh-Hans": "我的订单" },
  me: { en: "My page", "zh-Hans": "我的主页" },
  site: { en: "Site", "zh-Hans": "站点导航" },
  sales: { en: "All sales", "zh-Hans": "全部发售" },
  terms: { en: "Terms", "zh-Hans": "服务条款" },
  imprint: { en: "Imprint", "zh-Hans": "经营者信息" },
};

const languageNames: Record<Locale, string> = { en: "English", "zh-Hans": "简体中文" };

/** A whole page: works without its script, and carries all that it needs. */
export function renderPage(view: PageView, page: PageContent): Markup {
  const t = textsIn(words, view.locale);
  const others = view.brand.languages.filter((locale) => locale !== view.locale);
  return html`<!doctype html>
    <html lang="${view.locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · ${view.brandName}</title>
        ${
          page.description === undefined
            ? html`<meta name="robots" content="noindex" />`
            : html`<meta name="description" content="${page.description}" />`
        }
        <meta name="theme-color" content="#faf9f6" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#141312" media="(prefers-color-scheme: dark)" />
        <link rel="icon" href="data:," />
        ${page.head ?? ""} ${refresh(page.refresh)} ${pageStyleOf(view.brand).element}
      </head>
      <body>
        <a class="skip" href="#main">${t.skip}</a>
        <header class="site">
          <a class="brand" href="${view.link("/")}">${brandMark(view)}</a>
          <nav aria-label="${t.site}">
            <a href="${view.link("/orders")}">${t.orders}</a>
            <a href="${view.link("/me")}">${t.me}</a>
            ${others.map(
              (other) =>
                html`<a href="${view.switchTo(other)}" lang="${other}" hreflang="${other}"
                  >${languageNames[other]}</a
                >`,
            )}
          </nav>
        </header>
        <main id="main" tabindex="-1">${page.main}</main>
        <footer class="foot">
          <a href="${view.link("/")}">${t.sales}</a>
          <a href="${view.link("/terms")}">${t.terms}</a>
          <a href="${view.link("/imprint")}">${t.imprint}</a>
        </footer>
        ${page.script === undefined ? "" : announcements(page.script)}
      </body>
    </html>`;
}

/** The logo has its size before it comes, so that nothing moves. */
function brandMark({ brand }: PageView): Markup | string {
  const { logo, name, showsName } = brand;
  if (logo === undefined) return name;
  const { width, height } = logoBox(logo);
  return html`<img
      src="${logo.path}"
      alt="${showsName ? "" : name}"
      width="${width}"
      height="${height}"
    />${showsName ? html`<span>${name}</span>` : ""}`;
}

/** Where the script tells screen readers what has changed: politely, or at once. */
function announcements(script: InlineScript): Markup {
  return html`<p id="say" class="only-read" aria-live="polite"></p>
    <p id="shout" class="only-read" role="alert"></p>
    ${script.element}`;
}

function refresh(next: PageContent["refresh"]): Markup | "" {
  if (next === undefined) return "";
  const content = `${Math.max(1, Math.round(next.seconds))}; url=${next.path}`;
  return html`<noscript><meta http-equiv="refresh" content="${content}" /></noscript>`;
}
