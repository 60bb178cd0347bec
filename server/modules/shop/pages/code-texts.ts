import type { TextTable } from "../../../platform/pages/texts.ts";

/** The words around friend codes. */
export const codeTexts = {
  title: { en: "Use a friend code", "zh-Hans": "使用好友码" },
  lead: {
    en: "A friend code is worth a guaranteed claim, ahead of the line. It can be used once.",
    "zh-Hans": "凭好友码无需排队即可认购，货已为您预留。每个好友码只能使用一次。",
  },
  ask: { en: "Do you have a friend code?", "zh-Hans": "有好友码？" },
  askLink: { en: "Use it here", "zh-Hans": "在此使用" },
  label: { en: "Friend code", "zh-Hans": "好友码" },
  hint: {
    en: "Five groups of four letters and digits. Case, spaces and hyphens do not matter.",
    "zh-Hans": "五组字母和数字，每组四位。不区分大小写，空格和连字符可有可无。",
  },
  button: { en: "Use the code", "zh-Hans": "使用" },
  back: { en: "Back to your page of the sale", "zh-Hans": "返回我的发售页面" },
  registers: {
    en: "You are not registered in this sale. That is no matter: the code registers you.",
    "zh-Hans": "您尚未登记本次发售。没有关系：使用好友码时会自动登记。",
  },
  forWaiting: {
    en: "You wait for a unit that comes back. With the code you need not wait any longer: its unit becomes your claim.",
    "zh-Hans": "您正在候补。使用好友码后无需再等：预留的商品即归入您的认购。",
  },
  paused: {
    en: "The operator has paused the sale. Your code stays good.",
    "zh-Hans": "运营方已暂停发售，您的好友码仍然有效。",
  },
  countsFrom: {
    en: "Codes count from the opening of the sale on. Keep yours until then; its unit is reserved.",
    "zh-Hans": "好友码自开售起可用，请妥善保存。对应的商品已预留。",
  },

  code_malformed: {
    en: "This is no friend code: it has five groups of four signs. Look for one that was mistyped.",
    "zh-Hans": "这不是有效的好友码：应为五组，每组四位。请检查是否有输错的字符。",
  },
  sale_not_open: {
    en: "This code is good, but the sale has not opened yet. Use it when the sale is open.",
    "zh-Hans": "该好友码有效，但尚未开售。请在开售后使用。",
  },
  code_unknown: {
    en: "There is no such friend code in this sale. It may be for another sale.",
    "zh-Hans": "本次发售没有这个好友码。它可能属于另一场发售。",
  },
  code_used: {
    en: "This friend code has been used already.",
    "zh-Hans": "该好友码已被使用。",
  },
  code_over: {
    en: "This friend code counts no more: it was called back, or its time is over.",
    "zh-Hans": "该好友码已失效：已被收回或已过期。",
  },
  too_many_codes: {
    en: (time: string) =>
      `Too many wrong codes. Wait ${time} before you try again, and look at the code once more.`,
    "zh-Hans": (time: string) => `错误次数过多。请等待 ${time}后再试，并再核对一次好友码。`,
  },
} satisfies TextTable;
