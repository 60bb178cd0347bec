import type { Wording } from "./speech.ts";

export interface ClaimFactsSaid {
  readonly sale: string;
  /** What is claimed, such as `2 × Siskin One, black`. */
  readonly units: string;
  readonly until: string;
}

export const held: Wording<ClaimFactsSaid> = {
  en: ({ sale, units, until }) => ({
    subject: `Held for you until ${until}: ${sale}`,
    paragraphs: [
      `In "${sale}" these are held for you: ${units}.`,
      `Pay before ${until}, or they go to those who wait.`,
    ],
    link: "Sign in and pay here, or let them go:",
  }),
  "zh-Hans": ({ sale, units, until }) => ({
    subject: `已为您保留至 ${until}：${sale}`,
    paragraphs: [`“${sale}”已为您保留：${units}。`, `请在 ${until} 前付款，逾期商品将转给候补者。`],
    link: "登录后在此付款或放弃购买：",
  }),
};

export const holdExpiring: Wording<ClaimFactsSaid> = {
  en: ({ sale, units, until }) => ({
    subject: `Your hold ends soon: ${sale}`,
    paragraphs: [
      `In "${sale}" these are still held for you, and not paid: ${units}.`,
      `The hold ends on ${until}. After that they go to those who wait.`,
    ],
    link: "Sign in and pay here, or let them go:",
  }),
  "zh-Hans": ({ sale, units, until }) => ({
    subject: `保留即将到期：${sale}`,
    paragraphs: [
      `“${sale}”为您保留的商品尚未付款：${units}。`,
      `保留将于 ${until} 到期，之后商品将转给候补者。`,
    ],
    link: "登录后在此付款或放弃购买：",
  }),
};

export const expired: Wording<ClaimFactsSaid> = {
  en: ({ sale, units }) => ({
    subject: `Your hold has expired: ${sale}`,
    paragraphs: [
      `In "${sale}" your time to pay is over, and these were given up: ${units}.`,
      "Nothing was charged. While the sale goes on you may join the end of the line.",
    ],
    link: "The sale:",
  }),
  "zh-Hans": ({ sale, units }) => ({
    subject: `保留已到期：${sale}`,
    paragraphs: [
      `“${sale}”的付款时间已过，以下商品不再为您保留：${units}。`,
      "未产生任何扣款。发售期间您可以重新排到队尾。",
    ],
    link: "查看本次发售：",
  }),
};
