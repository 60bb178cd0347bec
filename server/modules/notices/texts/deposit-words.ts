import type { Locale } from "../../../platform/locales.ts";
import type { DepositReturnReason } from "../../orders/index.ts";
import type { Wording } from "./speech.ts";

export interface DepositFactsSaid {
  readonly sale: string;
  readonly amount: string;
  /** Why it goes back; null while it stands. */
  readonly reason: DepositReturnReason | null;
}

/** Why a deposit came back. Of an erased account nobody is told. */
const REASONS: Readonly<Record<DepositReturnReason, Readonly<Record<Locale, string>>>> = {
  taken_back: { en: "You took it back.", "zh-Hans": "您取回了押金。" },
  left: { en: "You have left the sale.", "zh-Hans": "您已退出本次发售。" },
  refused: {
    en: "You were not on the list when registration closed.",
    "zh-Hans": "登记截止时您未进入名单。",
  },
  order_paid: {
    en: "Your order is paid; the deposit is no part of its price.",
    "zh-Hans": "您的订单已付款，押金不抵扣货款。",
  },
  sale_ended: { en: "The sale has ended.", "zh-Hans": "本次发售已结束。" },
  sale_cancelled: { en: "The sale was cancelled.", "zh-Hans": "本次发售已取消。" },
  sale_halted: {
    en: "The sale was stopped, because its records do not agree.",
    "zh-Hans": "由于记录不一致，本次发售已停止。",
  },
  account_erased: { en: "Your account was deleted.", "zh-Hans": "您的账号已注销。" },
};

export const depositReceived: Wording<DepositFactsSaid> = {
  en: ({ sale, amount }) => ({
    subject: `Your deposit has arrived: ${sale}`,
    paragraphs: [
      `We have received your deposit of ${amount} for "${sale}".`,
      "All of it comes back to you: when you take it back while registration is open, when you " +
        "leave the sale, when your order is paid, or when the sale is over.",
      "A deposit alone registers nobody: register for the sale if you have not done so.",
    ],
    link: "See your deposit:",
  }),
  "zh-Hans": ({ sale, amount }) => ({
    subject: `已收到押金：${sale}`,
    paragraphs: [
      `我们已收到您为“${sale}”支付的押金 ${amount}。`,
      "押金将全额退还：登记截止前您主动取回、退出发售、订单付款后，或发售结束时。",
      "支付押金不等于登记。如尚未登记，请前往登记。",
    ],
    link: "查看押金：",
  }),
};

export const depositReturned: Wording<DepositFactsSaid> = {
  en: ({ sale, amount, reason }) => ({
    subject: `Your deposit is back: ${sale}`,
    paragraphs: [
      `We have given back your deposit of ${amount} for "${sale}", all of it.`,
      ...(reason === null ? [] : [REASONS[reason].en]),
      "It goes back the way it was paid. Your bank decides when it shows, usually within days.",
    ],
    link: "See your deposit:",
  }),
  "zh-Hans": ({ sale, amount, reason }) => ({
    subject: `押金已退还：${sale}`,
    paragraphs: [
      `您为“${sale}”支付的押金 ${amount} 已全额退还。`,
      ...(reason === null ? [] : [REASONS[reason]["zh-Hans"]]),
      "款项将原路退回，到账时间以银行为准，通常需要几天。",
    ],
    link: "查看押金：",
  }),
};
