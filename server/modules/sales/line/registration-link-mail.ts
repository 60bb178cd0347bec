import type { Locale } from "../../../platform/locales.ts";
import type { Translations } from "../store.ts";

interface Content {
  readonly names: Translations;
  readonly url: string;
  readonly minutes: number;
}

const texts: Record<Locale, (name: string, content: Content) => { subject: string; text: string }> =
  {
    en: (name, { url, minutes }) => ({
      subject: `Register: ${name}`,
      text: `You asked to register for "${name}" without JavaScript.

Open this link and press the button; it registers your account, and no other:

${url}

It is valid for ${minutes} minutes. If you did not ask for it, you need not do anything.
`,
    }),
    "zh-Hans": (name, { url, minutes }) => ({
      subject: `登记：${name}`,
      text: `您请求在不使用 JavaScript 的情况下登记“${name}”。

请打开此链接并按下按钮；它只会为您的账户登记：

${url}

链接在 ${minutes} 分钟内有效。如果不是您本人的请求，无需理会。
`,
    }),
  };

/** The mail with the link, in the fan's language. */
export function registrationLinkMail(
  locale: Locale,
  content: Content,
): { readonly subject: string; readonly text: string } {
  const { names } = content;
  const name = names[locale] ?? names["en"] ?? Object.values(names)[0] ?? "";
  return texts[locale](name, content);
}
