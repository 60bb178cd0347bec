import type { Wording } from "./speech.ts";

/** Facts are said in the reader's language already; undefined where there is none to say. */
export interface WalkFactsSaid {
  readonly sale: string;
  readonly number: string;
  readonly place: string | undefined;
  readonly isDrawn: boolean;
  readonly registrationClosesAt: string | undefined;
  readonly opensAt: string | undefined;
  readonly hold: string;
  readonly isSelling: boolean;
  readonly isWaiting: boolean;
  readonly isSoldOut: boolean;
  readonly mayReturn: boolean;
}

const said = (...lines: readonly (string | undefined | false)[]): string[] =>
  lines.filter((line) => line !== undefined && line !== false);

export const registered: Wording<WalkFactsSaid> = {
  en: ({ sale, number, place, isDrawn, registrationClosesAt, opensAt, isSelling }) => ({
    subject: `You are registered: ${sale}`,
    paragraphs: said(
      `You are registered for "${sale}". Your number of arrival is ${number}.`,
      isDrawn &&
        place === undefined &&
        "It says nothing about your place: all places are drawn when registration is over, " +
          "and everybody registered by then has the same chance.",
      place !== undefined &&
        `The draw has been held, so you follow those who were drawn. Your place is ${place}.`,
      registrationClosesAt !== undefined && place === undefined && isDrawn
        ? `Registration closes on ${registrationClosesAt}.`
        : undefined,
      !isSelling && opensAt !== undefined && `The sale opens on ${opensAt}.`,
      "You need not keep any page open: your registration belongs to your account.",
    ),
    link: "See how you stand, or leave the sale:",
  }),
  "zh-Hans": ({ sale, number, place, isDrawn, registrationClosesAt, opensAt, isSelling }) => ({
    subject: `登记成功：${sale}`,
    paragraphs: said(
      `您已登记参加“${sale}”，登记序号为 ${number}。`,
      isDrawn &&
        place === undefined &&
        "登记序号与排位无关：登记截止后统一抽签，截止前登记的所有人机会均等。",
      place !== undefined && `抽签已经结束，您排在所有抽签排位之后，排位为第 ${place} 位。`,
      registrationClosesAt !== undefined && place === undefined && isDrawn
        ? `登记截止时间：${registrationClosesAt}。`
        : undefined,
      !isSelling && opensAt !== undefined && `开售时间：${opensAt}。`,
      "登记与您的账号绑定，您无需一直打开网页。",
    ),
    link: "查看状态或退出发售：",
  }),
};

export const placed: Wording<WalkFactsSaid> = {
  en: ({ sale, place, opensAt, isSelling, hold }) => ({
    subject: `Your place is ${place}: ${sale}`,
    paragraphs: said(
      `The places of "${sale}" have been drawn. Yours is ${place}.`,
      isSelling
        ? "The sale is open. The line moves by place, as long as there are units."
        : opensAt === undefined
          ? "When the sale opens, the line moves by place, as long as there are units."
          : `The sale opens on ${opensAt}. The line then moves by place, while there are units.`,
      `When your turn has come and you claim, units are held for you for ${hold} to be paid.`,
      "The draw can be recomputed by anybody; your page says how.",
    ),
    link: "See your place and the line:",
  }),
  "zh-Hans": ({ sale, place, opensAt, isSelling, hold }) => ({
    subject: `您的排位是第 ${place} 位：${sale}`,
    paragraphs: said(
      `“${sale}”的抽签已完成，您的排位是第 ${place} 位。`,
      isSelling
        ? "发售正在进行，按排位依次叫号，售完为止。"
        : opensAt === undefined
          ? "开售后按排位依次叫号，售完为止。"
          : `开售时间：${opensAt}。开售后按排位依次叫号，售完为止。`,
      `轮到您并认购成功后，商品将为您保留 ${hold}，请在此期间付款。`,
      "任何人都可以重新计算抽签结果，方法见您的排位页面。",
    ),
    link: "查看排位与叫号进度：",
  }),
};

export const turnNear: Wording<WalkFactsSaid> = {
  en: ({ sale, place, opensAt, isSelling, hold }) => ({
    subject: `Your turn is near: ${sale}`,
    paragraphs: said(
      isSelling || opensAt === undefined
        ? `In "${sale}" the line will reach your place ${place} soon.`
        : `"${sale}" opens on ${opensAt}, and your place ${place} is among the first to be called.`,
      "Open your page now and stay signed in, so that you can claim when you are called.",
      `What you claim is then held for you for ${hold}. ` +
        "A turn is no promise of a unit: your page shows how many are left.",
    ),
    link: "Your page:",
  }),
  "zh-Hans": ({ sale, place, opensAt, isSelling, hold }) => ({
    subject: `即将轮到您：${sale}`,
    paragraphs: said(
      isSelling || opensAt === undefined
        ? `“${sale}”即将叫到您的第 ${place} 位。`
        : `“${sale}”将于 ${opensAt} 开售，您的第 ${place} 位在首批叫号之列。`,
      "请现在打开您的排位页面并保持登录，轮到您时即可认购。",
      `认购成功后，商品将为您保留 ${hold}。轮到您并不保证一定有货，剩余数量请以页面为准。`,
    ),
    link: "您的排位页面：",
  }),
};

export const over: Wording<WalkFactsSaid> = {
  en: ({ sale, isSoldOut, isWaiting, mayReturn }) => ({
    subject: isSoldOut ? `Sold out: ${sale}` : `The sale is over: ${sale}`,
    paragraphs: said(
      isSoldOut
        ? `All units of "${sale}" are sold. We are sorry that there was none for you.`
        : `"${sale}" is over. We are sorry that you did not get a unit.`,
      isWaiting &&
        mayReturn &&
        "You are still in the waiting set. A unit would come back only if a payment fails or an " +
          "order is refunded, which is rare; if one comes to you, we write at once and hold it " +
          "for you. You need not do anything, and you had better not count on it.",
      "Nothing was charged. The public report will show where every unit went.",
    ),
    link: "See how the sale went:",
  }),
  "zh-Hans": ({ sale, isSoldOut, isWaiting, mayReturn }) => ({
    subject: isSoldOut ? `已售罄：${sale}` : `发售已结束：${sale}`,
    paragraphs: said(
      isSoldOut
        ? `“${sale}”的商品已全部售出。很遗憾，这次没能轮到您。`
        : `“${sale}”已结束。很遗憾，您这次没有买到。`,
      isWaiting &&
        mayReturn &&
        "您仍在候补名单中。只有他人付款失败或订单退款时才会有商品退回，这种情况很少。" +
          "一旦轮到您，我们会立即发邮件通知并为您保留。您无需任何操作，也请不要抱太大期望。",
      "未产生任何扣款。每一件商品的去向都将在公开报告中列明。",
    ),
    link: "查看发售结果：",
  }),
};

export const cancelled: Wording<WalkFactsSaid> = {
  en: ({ sale }) => ({
    subject: `Cancelled: ${sale}`,
    paragraphs: [
      `"${sale}", for which you are registered, will not take place.`,
      "Nothing is sold and nothing is charged. You need not do anything.",
    ],
    link: "The sale's page:",
  }),
  "zh-Hans": ({ sale }) => ({
    subject: `发售已取消：${sale}`,
    paragraphs: [`您登记的“${sale}”已取消。`, "不会售出任何商品，也不会产生任何扣款。您无需操作。"],
    link: "发售页面：",
  }),
};

export const moved: Wording<WalkFactsSaid> = {
  en: ({ sale, opensAt }) => ({
    subject: `New time: ${sale}`,
    paragraphs: [
      opensAt === undefined
        ? `"${sale}" has been moved. The new time will be announced.`
        : `"${sale}" has been moved. It now opens on ${opensAt}.`,
      "Your registration and your place stand. You need not do anything.",
    ],
    link: "The dates, and how you stand:",
  }),
  "zh-Hans": ({ sale, opensAt }) => ({
    subject: `开售时间变更：${sale}`,
    paragraphs: [
      opensAt === undefined
        ? `“${sale}”的开售时间有变，新时间将另行公布。`
        : `“${sale}”的开售时间已变更为：${opensAt}。`,
      "您的登记和排位不受影响，无需任何操作。",
    ],
    link: "查看时间安排与您的状态：",
  }),
};
