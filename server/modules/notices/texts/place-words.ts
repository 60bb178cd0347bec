import type { Wording } from "./speech.ts";

export interface CodeFactsSaid {
  readonly sale: string;
  readonly code: string;
  readonly units: string;
  /** Undefined where it is worth something until the sale ends. */
  readonly until: string | undefined;
}

export const codeGranted: Wording<CodeFactsSaid> = {
  en: ({ sale, code, units, until }) => ({
    subject: `A friend code for you: ${sale}`,
    paragraphs: [
      `You have been given a friend code for "${sale}". It is worth a guaranteed claim of ${units}, ` +
        "ahead of the line:",
      code,
      until === undefined
        ? "It can be used once, until the sale ends."
        : `It can be used once, until ${until}.`,
      "Use it yourself or give it to a friend. Whoever has the code can use it, so show it to " +
        "nobody else; we cannot tell it to you a second time.",
    ],
    link: "Use it here, signed in:",
  }),
  "zh-Hans": ({ sale, code, units, until }) => ({
    subject: `送您一个好友码：${sale}`,
    paragraphs: [
      `您获得了“${sale}”的一个好友码，凭此码无需排队，保证可认购 ${units}：`,
      code,
      until === undefined ? "仅限使用一次，发售结束前有效。" : `仅限使用一次，有效期至 ${until}。`,
      "您可以自己使用，也可以送给朋友。任何持有此码的人都可以使用，请勿泄露给他人；我们无法再次向您提供。",
    ],
    link: "登录后在此使用：",
  }),
};

export interface PlaceFactsSaid {
  readonly sale: string;
  readonly place: string;
  /** The public reason, as a sentence. */
  readonly reason: string;
  readonly isRestored: boolean;
  /** The staff's words; empty where there are none. */
  readonly answer: string;
}

export const barred: Wording<PlaceFactsSaid> = {
  en: ({ sale, place, reason }) => ({
    subject: `Your place was removed: ${sale}`,
    paragraphs: [
      `Your place ${place} in "${sale}" was removed. The reason, which the public report names ` +
        `too: ${reason}`,
      "If that is wrong, appeal on your page and say why. A person looks at every appeal; " +
        "if it is granted, your place is restored.",
    ],
    link: "Appeal here, signed in:",
  }),
  "zh-Hans": ({ sale, place, reason }) => ({
    subject: `您的排位已被移除：${sale}`,
    paragraphs: [
      `您在“${sale}”的第 ${place} 位已被移除。原因（也将列入公开报告）：${reason}`,
      "如有异议，请在您的排位页面提出申诉并说明理由。每份申诉都由人工审核，申诉成立即恢复排位。",
    ],
    link: "登录后在此申诉：",
  }),
};

export const restored: Wording<PlaceFactsSaid> = {
  en: ({ sale, place }) => ({
    subject: `Your place is restored: ${sale}`,
    paragraphs: [
      `Your place ${place} in "${sale}" stands again. We are sorry for the trouble.`,
      "If the line has passed it meanwhile, it is your turn now.",
    ],
    link: "See how you stand:",
  }),
  "zh-Hans": ({ sale, place }) => ({
    subject: `您的排位已恢复：${sale}`,
    paragraphs: [
      `您在“${sale}”的第 ${place} 位已恢复。给您带来不便，深表歉意。`,
      "如果此前已叫过该排位，现在就轮到您。",
    ],
    link: "查看您的状态：",
  }),
};

const answered = (answer: string, word: string) => (answer === "" ? [] : [`${word}${answer}`]);

export const appealDecided: Wording<PlaceFactsSaid> = {
  en: ({ sale, place, isRestored, answer }) => ({
    subject: isRestored ? `Your appeal was granted: ${sale}` : `Your appeal was refused: ${sale}`,
    paragraphs: [
      isRestored
        ? `Your appeal was granted. Your place ${place} in "${sale}" stands again; if the line ` +
          "has passed it meanwhile, it is your turn now."
        : `We have looked at your appeal. The removal of your place ${place} in "${sale}" stands.`,
      ...answered(answer, "Our answer: "),
    ],
    link: "See how you stand:",
  }),
  "zh-Hans": ({ sale, place, isRestored, answer }) => ({
    subject: isRestored ? `申诉成立：${sale}` : `申诉未获支持：${sale}`,
    paragraphs: [
      isRestored
        ? `您的申诉成立。您在“${sale}”的第 ${place} 位已恢复；如果此前已叫过该排位，现在就轮到您。`
        : `我们已审核您的申诉，维持移除您在“${sale}”的第 ${place} 位的决定。`,
      ...answered(answer, "我们的答复："),
    ],
    link: "查看您的状态：",
  }),
};
