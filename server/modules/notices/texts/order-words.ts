import type { Wording } from "./speech.ts";

export interface OrderFactsSaid {
  readonly sale: string;
  /** Undefined where the order says nothing of it. */
  readonly amount: string | undefined;
  readonly orderId: string;
}

export const paid: Wording<OrderFactsSaid> = {
  en: ({ sale, amount, orderId }) => ({
    subject: `Paid: your order from ${sale}`,
    paragraphs: [
      amount === undefined
        ? `Your order from "${sale}" is paid. It is yours.`
        : `Your order from "${sale}" is paid: ${amount}. It is yours.`,
      `The order's number is ${orderId}.`,
    ],
    link: "See your order:",
  }),
  "zh-Hans": ({ sale, amount, orderId }) => ({
    subject: `付款成功：${sale}`,
    paragraphs: [
      amount === undefined
        ? `您在“${sale}”的订单已付款，商品归您了。`
        : `您在“${sale}”的订单已付款 ${amount}，商品归您了。`,
      `订单号：${orderId}`,
    ],
    link: "查看订单：",
  }),
};

export const returned: Wording<OrderFactsSaid> = {
  en: ({ sale, orderId }) => ({
    subject: `Your payment failed: ${sale}`,
    paragraphs: [
      `Your payment for "${sale}" was accepted at first, but the money could not be had after all.`,
      "The order is therefore over and its units went back to the sale. Nothing was charged; " +
        "an amount that your bank reserved will be set free.",
      `The order's number is ${orderId}.`,
    ],
    link: "See your order:",
  }),
  "zh-Hans": ({ sale, orderId }) => ({
    subject: `扣款未成功：${sale}`,
    paragraphs: [
      `您在“${sale}”的付款曾获授权，但最终未能完成扣款。`,
      "因此订单已结束，商品已退回发售。未产生任何扣款，银行预授权的金额将会解除。",
      `订单号：${orderId}`,
    ],
    link: "查看订单：",
  }),
};

export const refunded: Wording<OrderFactsSaid> = {
  en: ({ sale, amount, orderId }) => ({
    subject: `Refunded: your order from ${sale}`,
    paragraphs: [
      amount === undefined
        ? `We have refunded your order from "${sale}".`
        : `We have refunded ${amount} of your order from "${sale}".`,
      "It goes back the way it was paid. Your bank decides when it shows, usually within days.",
      `The order's number is ${orderId}.`,
    ],
    link: "See your order:",
  }),
  "zh-Hans": ({ sale, amount, orderId }) => ({
    subject: `已退款：${sale}`,
    paragraphs: [
      amount === undefined
        ? `您在“${sale}”的订单已退款。`
        : `您在“${sale}”的订单已退款 ${amount}。`,
      "款项将原路退回，到账时间以银行为准，通常需要几天。",
      `订单号：${orderId}`,
    ],
    link: "查看订单：",
  }),
};
