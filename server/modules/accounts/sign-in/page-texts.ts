import type { Locale } from "../../../platform/locales.ts";

/** The words of the sign-in pages, which work before there is any web app. */
const words = {
  ownerTitle: { en: "Sign in as the owner", "zh-Hans": "以所有者身份登录" },
  ownerText: {
    en: "This link works once. Use it only on your own device.",
    "zh-Hans": "此链接仅可使用一次。请仅在您自己的设备上使用。",
  },
  signIn: { en: "Sign in", "zh-Hans": "登录" },
  signOut: { en: "Sign out", "zh-Hans": "退出登录" },
  askTitle: { en: "Sign in to Millet", "zh-Hans": "登录 Millet" },
  askText: {
    en: "We mail you a link. If you are new here, it makes your account.",
    "zh-Hans": "我们会向您发送登录链接。如果您是新用户，将同时创建账号。",
  },
  email: { en: "E-mail address", "zh-Hans": "邮箱地址" },
  askButton: { en: "Mail me a link", "zh-Hans": "发送链接" },
  asked: {
    en: "Look into your mailbox and open the link.",
    "zh-Hans": "请查收邮件并打开其中的链接。",
  },
  failedEmail: { en: "Enter an e-mail address.", "zh-Hans": "请输入邮箱地址。" },
  mailLinkTitle: { en: "Sign in to Millet", "zh-Hans": "登录 Millet" },
  mailLinkText: {
    en: "You opened a link that we mailed you. One more step:",
    "zh-Hans": "您打开了我们发送的邮件链接。还差一步：",
  },
  confirmTitle: { en: "Confirm your e-mail address", "zh-Hans": "确认您的邮箱地址" },
  confirmText: {
    en: "Confirm only if you asked for this mail yourself.",
    "zh-Hans": "仅当这封邮件是您本人请求的，才请确认。",
  },
  confirm: { en: "Confirm", "zh-Hans": "确认" },
  resetTitle: { en: "Choose a new password", "zh-Hans": "设置新密码" },
  newPassword: {
    en: "New password (8 to 128 characters)",
    "zh-Hans": "新密码（8 至 128 个字符）",
  },
  save: { en: "Save", "zh-Hans": "保存" },
  resetDone: {
    en: "Your new password counts from now on. All sessions were ended.",
    "zh-Hans": "新密码已生效，所有登录均已退出。",
  },
  accountTitle: { en: "Your account", "zh-Hans": "您的账号" },
  signedInAs: { en: "You are signed in as", "zh-Hans": "当前登录账号：" },
  role: { en: "Role in the staff:", "zh-Hans": "员工角色：" },
  nobody: { en: "You are not signed in.", "zh-Hans": "您尚未登录。" },
  failedTitle: { en: "This did not work", "zh-Hans": "操作未成功" },
  failed: {
    en: "The link is used, too old or wrong. Ask for a new one.",
    "zh-Hans": "链接已使用、已过期或无效。请重新获取。",
  },
  failedPassword: {
    en: "The password must have 8 to 128 characters.",
    "zh-Hans": "密码必须为 8 至 128 个字符。",
  },
  continueWith: { en: "Continue with", "zh-Hans": "使用以下服务登录：" },
  failedService: {
    en: "The other service did not sign you in, or does not vouch for your e-mail address. Ask for a mailed link instead.",
    "zh-Hans": "其他服务未能为您登录，或未证实您的邮箱地址。请改用邮件链接登录。",
  },
  failedUnproven: {
    en: "There is an account with your address that nobody has confirmed yet. Sign in by a mailed link once; then the other service works, too.",
    "zh-Hans":
      "已有使用您邮箱的账号，但尚未确认。请先用邮件链接登录一次，之后即可使用其他服务登录。",
  },
  failedForm: {
    en: "The form could not be used. Go back and look at what you entered.",
    "zh-Hans": "表单无法使用，请返回检查您输入的内容。",
  },
  failedForeign: {
    en: "The form came from another site and was not used. Open the page here and try again.",
    "zh-Hans": "该表单来自其他网站，未予处理。请在本站打开页面后重试。",
  },
  busy: {
    en: "Too much at once. Please try again in a few minutes.",
    "zh-Hans": "请求过于频繁，请几分钟后再试。",
  },
} as const satisfies Record<string, Record<Locale, string>>;

export type PageWord = keyof typeof words;

export function pageWord(word: PageWord, locale: Locale): string {
  return words[word][locale];
}
