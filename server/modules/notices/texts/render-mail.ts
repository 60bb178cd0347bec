import type { Locale } from "../../../platform/locales.ts";
import type { Words } from "./speech.ts";

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Whose mail it is, and where its pages are. */
export interface Sender {
  readonly brand: string;
  readonly baseUrl: string;
}

/**
 * The last words of every mail. On results day mails are forged: whoever has read this once knows
 * what ours never ask for, and where the truth stands.
 */
const warning: Readonly<Record<Locale, (sender: Sender) => string>> = {
  en: ({ baseUrl }) =>
    `We never ask for your password or for a payment by mail. You pay only on ${baseUrl}, ` +
    `signed in; how you stand can always be read there. If in doubt, type that address yourself.`,
  "zh-Hans": ({ baseUrl }) =>
    `我们绝不会通过邮件索要您的密码或要求付款。付款只在您登录 ${baseUrl} 后进行，` +
    `您的最新状态也始终以该网站为准。如有疑问，请手动输入该网址查看。`,
};

/**
 * The mail as plain text and as a page of the plainest kind: no image, no form, nothing that is
 * fetched, and no address hidden behind other words.
 * @param path of the page that the mail leads to
 */
export function renderMail(
  words: Words,
  path: string,
  locale: Locale,
  sender: Sender,
): RenderedMail {
  const { subject, paragraphs, link } = words;
  const url = `${sender.baseUrl}${path}`;
  const last = warning[locale](sender);
  const text = [...paragraphs, `${link}\n${url}`, `-- \n${sender.brand}\n${last}`].join("\n\n");
  const body = [
    ...paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    `<p>${escaped(link)}<br><a href="${escaped(url)}">${escaped(url)}</a></p>`,
    `<hr><p><small>${escaped(sender.brand)}<br>${escaped(last)}</small></p>`,
  ].join("\n");
  const html =
    `<!doctype html>\n<html lang="${locale}"><head><meta charset="utf-8">` +
    `<title>${escaped(subject)}</title></head>\n<body>\n${body}\n</body></html>\n`;
  return { subject, text: `${text}\n`, html };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Names of sales and products, and what the staff writes, are not ours. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign).replaceAll("\n", "<br>");
}
