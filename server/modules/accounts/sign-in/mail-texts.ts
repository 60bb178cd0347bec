import type { Locale } from "../../../platform/locales.ts";

/** What accounts are mailed about. */
export type MailKind =
  | "sign_in"
  | "verify_email"
  | "reset_password"
  | "approve_new_email"
  | "already_registered"
  | "passkey_added"
  | "erase_account"
  | "account_erased";

export interface MailText {
  readonly subject: string;
  readonly text: string;
}

/** Lines before and after the link, by language. */
interface Words {
  readonly subject: string;
  readonly before: string;
  readonly after: string;
}

const words: Record<MailKind, Record<Locale, Words>> = {
  sign_in: {
    en: {
      subject: "Your sign-in link for {brand}",
      before: "Open this link to sign in. It works once, for 10 minutes:",
      after: "If you did not ask for it, do nothing: nobody can sign in without this mail.",
    },
    "zh-Hans": {
      subject: "您的{brand}登录链接",
      before: "请打开此链接登录。链接仅可使用一次，10 分钟内有效：",
      after: "如果这不是您的请求，请忽略本邮件：没有它，任何人都无法登录。",
    },
  },
  verify_email: {
    en: {
      subject: "Confirm your e-mail address for {brand}",
      before: "Open this link within one hour to confirm that this address is yours:",
      after: "If you did not ask for it, do nothing: the address stays unconfirmed.",
    },
    "zh-Hans": {
      subject: "请确认您的{brand}邮箱地址",
      before: "请在一小时内打开此链接，确认该邮箱属于您：",
      after: "如果这不是您的请求，请忽略本邮件：该邮箱将保持未确认状态。",
    },
  },
  reset_password: {
    en: {
      subject: "Choose a new password for {brand}",
      before: "Open this link within one hour to choose a new password. It works once:",
      after: "If you did not ask for it, do nothing: your password stays as it is.",
    },
    "zh-Hans": {
      subject: "重新设置您的{brand}密码",
      before: "请在一小时内打开此链接设置新密码。链接仅可使用一次：",
      after: "如果这不是您的请求，请忽略本邮件：您的密码不会改变。",
    },
  },
  approve_new_email: {
    en: {
      subject: "Approve a new e-mail address for {brand}",
      before:
        "Somebody signed in to your account wants to change its e-mail address to the one named below. Open this link within one hour to approve:",
      after: "If it was not you, do not open the link; change your password instead.",
    },
    "zh-Hans": {
      subject: "请批准更改{brand}邮箱地址",
      before:
        "有人登录了您的账号，并希望把邮箱地址改为下面的地址。如同意，请在一小时内打开此链接：",
      after: "如果不是您本人，请不要打开此链接，并立即修改密码。",
    },
  },
  already_registered: {
    en: {
      subject: "You already have an account with {brand}",
      before:
        "Somebody tried to sign up with your address, but you already have an account. Sign in here:",
      after: "If it was not you, do nothing: your account is unchanged.",
    },
    "zh-Hans": {
      subject: "您已拥有{brand}账号",
      before: "有人尝试用您的邮箱注册，但您已拥有账号。请在此登录：",
      after: "如果不是您本人，请忽略本邮件：您的账号没有变化。",
    },
  },
  passkey_added: {
    en: {
      subject: "A passkey was added to your {brand} account",
      before: "From now on, somebody with this passkey can sign in to your account. See it here:",
      after: "If it was not you, remove the passkey there, and sign out of all browsers.",
    },
    "zh-Hans": {
      subject: "您的{brand}账号已添加通行密钥",
      before: "从现在起，持有该通行密钥的人可以登录您的账号。请在此查看：",
      after: "如果不是您本人，请在那里移除该通行密钥，并退出所有浏览器中的登录。",
    },
  },
  erase_account: {
    en: {
      subject: "Confirm that your {brand} account is to be erased",
      before:
        "Open this link within one hour, in a browser where you are signed in, to erase your account for ever:",
      after: "If you did not ask for it, do not open the link, and sign out of all browsers.",
    },
    "zh-Hans": {
      subject: "请确认注销您的{brand}账号",
      before: "请在一小时内，用已登录的浏览器打开此链接，以永久注销您的账号：",
      after: "如果这不是您的请求，请不要打开此链接，并退出所有浏览器中的登录。",
    },
  },
  account_erased: {
    en: {
      subject: "Your {brand} account was erased",
      before: "Your account and what belonged to it are gone. All sessions were ended.",
      after: "Orders are kept for as long as the law asks. Backups forget you when they are old.",
    },
    "zh-Hans": {
      subject: "您的{brand}账号已注销",
      before: "您的账号及其相关数据已删除，所有登录均已退出。",
      after: "订单将按法律要求的期限保留。备份过期后，其中的数据也会消失。",
    },
  },
};

/** A plain-text mail: it reads well everywhere and hides no link behind other words. */
export function mailText(
  kind: MailKind,
  locale: Locale,
  content: { readonly brand: string; readonly link?: string; readonly newEmail?: string },
): MailText {
  const { subject, before, after } = words[kind][locale];
  const { brand, link, newEmail } = content;
  const lines = [before, link, newEmail, after].filter((line) => line !== undefined);
  const name = locale === "en" ? brand : spaced(brand);
  return { subject: subject.replace("{brand}", () => name), text: `${lines.join("\n\n")}\n` };
}

/** In Chinese, a name of other letters has a space on each side; a Chinese one has none. */
function spaced(name: string): string {
  const before = /^\p{Script=Han}/u.test(name) ? "" : " ";
  const after = /\p{Script=Han}$/u.test(name) ? "" : " ";
  return `${before}${name}${after}`;
}
