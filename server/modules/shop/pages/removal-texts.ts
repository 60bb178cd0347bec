import type { TextTable } from "../../../platform/pages/texts.ts";

/** The words for a fan who is off the list: refused at its closing, or removed by the staff. */
export const removalTexts = {
  refusedTitle: { en: "You are not on the list", "zh-Hans": "您不在名单中" },
  refusedText: {
    en: "You had registered, but when registration closed, your account did not meet the conditions of this sale any more. So your entry did not take part in the draw. Nothing is charged.",
    "zh-Hans":
      "您曾登记，但登记截止时，您的账号已不符合本次发售的参与条件，因此未参加抽签。不会产生任何扣款。",
  },
  refusedMissing: { en: "What was missing", "zh-Hans": "未满足的条件" },
  refusedAny: {
    en: "Any one of these would have been enough:",
    "zh-Hans": "当时只需满足以下任一条件：",
  },
  refusedAgain: {
    en: "What you can do: as soon as your account meets the conditions again, join the end of the line. You then stand behind everybody who was drawn, in order of arrival.",
    "zh-Hans": "您可以这样做：账号重新符合条件后，即可排到队尾，按先后顺序排在所有抽签排位之后。",
  },

  barredTitle: { en: "Your place was removed", "zh-Hans": "您的排位已被移除" },
  barredReason: { en: "The public reason:", "zh-Hans": "公开的原因：" },
  barredOn: { en: "Removed", "zh-Hans": "移除时间" },
  appealTitle: { en: "Appeal", "zh-Hans": "申诉" },
  appealText: {
    en: "If this is wrong, tell us why. A person reads it; if you are right, your place is restored.",
    "zh-Hans": "如有异议，请说明理由。我们会人工审核；若申诉成立，将恢复您的排位。",
  },
  appealLabel: { en: "Why the removal is wrong", "zh-Hans": "申诉理由" },
  appealButton: { en: "Send the appeal", "zh-Hans": "提交申诉" },
  appealProblem: {
    en: "Write between 10 and 4,000 characters.",
    "zh-Hans": "请填写 10 到 4000 个字符。",
  },
  appealOpen: {
    en: "Your appeal is with our staff. The answer comes by mail and stands here.",
    "zh-Hans": "您的申诉正在处理中，结果将通过邮件通知并显示在这里。",
  },
  appealUpheld: { en: "Your appeal was not granted.", "zh-Hans": "您的申诉未获支持。" },
  yourWords: { en: "What you wrote", "zh-Hans": "您的申诉" },
  answer: { en: "Our answer", "zh-Hans": "我们的答复" },
  barredMeans: {
    en: "While this stands you cannot claim in this sale, and you cannot register for it again. Your registration counts for nothing, so there is nothing that you need to leave, and nothing is charged. Other sales are not affected.",
    "zh-Hans":
      "在此期间，您不能在本次发售中认购，也不能重新登记。您的登记已不计入，无需另行退出，也不会产生任何扣款。其他发售不受影响。",
  },
} satisfies TextTable;
