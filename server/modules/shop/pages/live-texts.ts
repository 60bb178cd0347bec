import type { TextTable } from "../../../platform/pages/texts.ts";

/** The words of the numbers that move. The script carries them too, so there are few of them. */
export const liveTexts = {
  nextOne: { en: "You are next.", "zh-Hans": "下一个就是您。" },
  waitUnknown: {
    en: "The line stands still at the moment.",
    "zh-Hans": "队伍暂时没有前进。",
  },
  waitDepends: {
    en: "It depends on who ahead of you buys.",
    "zh-Hans": "取决于前面有多少人购买。",
  },
  waitReturns: { en: "Until a unit comes back.", "zh-Hans": "等待有商品退回。" },
  waitSoon: { en: "less than a minute", "zh-Hans": "不到 1 分钟" },
  waitAbout: {
    en: (time: string) => `about ${time}`,
    "zh-Hans": (time: string) => `约 ${time}`,
  },
  assured: {
    en: "There is a unit for you even if everybody ahead takes as many as they may.",
    "zh-Hans": "即使前面每个人都按上限购买，也仍有您的一件。",
  },
  unknown: {
    en: "Too few have had their turn to say. It depends on how many ahead of you do not buy.",
    "zh-Hans": "目前叫到的人还太少，无法估计。这取决于前面有多少人放弃购买。",
  },
  noneFree: {
    en: "No unit is free now. Only units that others let go could still reach you.",
    "zh-Hans": "目前没有空余的商品。只有他人放弃的商品才可能轮到您。",
  },
  estimated: {
    en: (inHundred: string) => `about ${inHundred} in 100`,
    "zh-Hans": (inHundred: string) => `约 ${inHundred}%`,
  },
  share: {
    en: (taken: string) =>
      `So far, ${taken} ${taken === "1" ? "unit was" : "units were"} taken for every 100 places called.`,
    "zh-Hans": (taken: string) => `到目前为止，每叫 100 个排位约售出 ${taken} 件。`,
  },
  sayAhead: {
    en: (ahead: string, free: string) => {
      const people = ahead === "1" ? "1 person" : `${ahead} people`;
      return `${people} ahead of you, ${free} ${free === "1" ? "unit" : "units"} left.`;
    },
    "zh-Hans": (ahead: string, free: string) => `您前面还有 ${ahead} 人，剩余 ${free} 件。`,
  },
  sayTurn: {
    en: "It is your turn. Claim now.",
    "zh-Hans": "轮到您了，请立即认购。",
  },
  sayChanged: { en: "The page has changed.", "zh-Hans": "页面已更新。" },
} satisfies TextTable;
