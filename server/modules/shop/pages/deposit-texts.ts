import type { TextTable } from "../../../platform/pages/texts.ts";

/** The words of the page on which a deposit is paid, seen and taken back. */
export const depositTexts = {
  title: { en: "Deposit", "zh-Hans": "押金" },
  lead: {
    en: (amount: string) =>
      `With a deposit of ${amount} you may register for this sale. All of it comes back to you.`,
    "zh-Hans": (amount: string) => `支付押金 ${amount} 后即可登记参加本次发售。押金将全额退还。`,
  },
  whenTitle: { en: "When it comes back", "zh-Hans": "何时退还" },
  whenTakenBack: {
    en: "when you take it back, as long as registration is open",
    "zh-Hans": "登记截止前，您可随时取回",
  },
  whenLeft: { en: "when you leave the sale", "zh-Hans": "您退出本次发售时" },
  whenRefused: {
    en: "when you are not on the list at the closing",
    "zh-Hans": "登记截止时您未进入名单",
  },
  whenPaid: {
    en: "when your order is paid: the deposit is no part of the price",
    "zh-Hans": "您的订单付款后：押金不抵扣货款，将另行全额退还",
  },
  whenOver: {
    en: "when the sale ends or is cancelled, whatever you got",
    "zh-Hans": "发售结束或取消时，无论您是否买到",
  },
  whenHow: {
    en: "It goes back the way it was paid. Your bank decides when it shows, usually within days.",
    "zh-Hans": "押金原路退回，到账时间以银行为准，通常需要几天。",
  },

  paid: {
    en: (amount: string) => `We have received your deposit of ${amount}.`,
    "zh-Hans": (amount: string) => `已收到您的押金 ${amount}。`,
  },
  register: { en: "Go on to registration", "zh-Hans": "前往登记" },
  toSale: { en: "To your page of the sale", "zh-Hans": "前往我的发售页面" },
  underWay: {
    en: "Your deposit is being processed. This page shows the result by itself.",
    "zh-Hans": "押金正在处理，结果会自动显示在本页。",
  },
  goOn: { en: "Go on to confirm", "zh-Hans": "前往确认" },
  goesBack: {
    en: (amount: string) => `Your deposit of ${amount} is on its way back to you.`,
    "zh-Hans": (amount: string) => `您的押金 ${amount} 正在退还。`,
  },
  isBack: {
    en: (amount: string) => `Your deposit of ${amount} has been given back.`,
    "zh-Hans": (amount: string) => `您的押金 ${amount} 已退还。`,
  },
  setFree: {
    en: "Your last deposit was not taken; what was reserved is set free.",
    "zh-Hans": "上一次押金未扣款，预授权金额已解除。",
  },
  failed: {
    en: "Your last deposit could not be taken. Nothing was charged; try another way.",
    "zh-Hans": "上一次押金支付未成功，未产生扣款。请更换付款方式。",
  },

  takeBackTitle: { en: "Take it back", "zh-Hans": "取回押金" },
  takeBackFree: {
    en: "Without a deposit you cannot register, unless you meet another condition of this sale.",
    "zh-Hans": "取回后，除非您满足其他参与条件，否则无法登记。",
  },
  takeBackRegistered: {
    en: "You are registered. The conditions are checked once more when registration closes: without the deposit you are then taken off the list, unless you meet another condition.",
    "zh-Hans":
      "您已登记。登记截止时会再次核查参与条件：若没有押金且不满足其他条件，您将被移出名单。",
  },
  takeBackButton: { en: "Take the deposit back", "zh-Hans": "取回押金" },
  cancelButton: { en: "Do not pay it", "zh-Hans": "取消支付" },
  bound: {
    en: "Registration is closed and your place rests on this deposit. It comes back when you leave the sale, when your order is paid, or when the sale ends.",
    "zh-Hans":
      "登记已截止，您的排位以这笔押金为条件。退出发售、订单付款或发售结束时，押金将全额退还。",
  },
  saleOver: { en: "This sale takes no deposits any more.", "zh-Hans": "本次发售不再收取押金。" },
  paymentsOff: { en: "No payments are taken at the moment.", "zh-Hans": "目前暂不支持付款。" },
  ask: { en: "This sale takes a deposit.", "zh-Hans": "本次发售可支付押金参加。" },
  askLink: { en: "Pay it, or see yours", "zh-Hans": "支付或查看押金" },

  deposit_under_way: {
    en: "Another deposit is being processed. Go on with it, or give it up first.",
    "zh-Hans": "另一笔押金正在处理，请继续完成或先取消。",
  },
  deposit_not_found: {
    en: "There is no deposit to take back.",
    "zh-Hans": "没有可取回的押金。",
  },
  too_many_deposits: {
    en: "Too many payments were tried for this sale.",
    "zh-Hans": "本次发售的支付尝试次数过多。",
  },
} satisfies TextTable;
