import type { TextTable } from "../../../platform/pages/texts.ts";

/** The words of a fan's own page of a sale. */
export const waitingTexts = {
  cancelledTitle: { en: "This sale was cancelled", "zh-Hans": "本次发售已取消" },
  cancelledText: {
    en: "Nothing is sold and nothing is charged. You need not do anything.",
    "zh-Hans": "不会售出任何商品，也不会产生任何扣款。您无需操作。",
  },
  upcomingTitle: { en: "Registration is not open yet", "zh-Hans": "登记尚未开始" },
  upcomingText: {
    en: "You are signed in already. Come back when registration opens.",
    "zh-Hans": "您已登录，请在登记开始后再来。",
  },
  registerTitle: { en: "Register for this sale", "zh-Hans": "登记参加本次发售" },
  registerText: {
    en: "Registering obliges you to nothing. Whether you come first or last makes no difference to the draw.",
    "zh-Hans": "登记不构成任何购买义务。登记的先后不影响抽签结果。",
  },
  registerTextOpen: {
    en: "Registering obliges you to nothing. With it you may claim from the opening second on.",
    "zh-Hans": "登记不构成任何购买义务。登记后即可在开售时认购。",
  },
  registerHonest: {
    en: "One registration per account. Several accounts of one person may be removed, with the reason told to them.",
    "zh-Hans": "每个账号限登记一次。同一人使用多个账号的，可能被移除并告知原因。",
  },
  registerButton: { en: "Register", "zh-Hans": "登记" },
  registerWork: {
    en: "Your browser computes for a moment when you register; this slows down programs that register in masses. Without JavaScript we mail you a link instead.",
    "zh-Hans":
      "登记时浏览器会进行短暂计算，以阻止程序批量登记。若未启用 JavaScript，我们会改为向您发送邮件链接。",
  },
  working: { en: "Computing…", "zh-Hans": "正在计算…" },
  workFailed: {
    en: "The computation could not begin. Try again in a moment.",
    "zh-Hans": "计算未能开始，请稍后重试。",
  },
  eligibleTitle: { en: "Who may take part", "zh-Hans": "参与条件" },
  eligibleAny: { en: "One of these is enough:", "zh-Hans": "满足以下任一条件即可：" },
  eligibleAge: {
    en: (days: string) => `Your account is at least ${days} days old.`,
    "zh-Hans": (days: string) => `账号注册满 ${days} 天。`,
  },
  eligiblePurchase: {
    en: "You have bought something here before.",
    "zh-Hans": "曾在本站购买过商品。",
  },
  eligibleFrom: { en: "Yours will be so from", "zh-Hans": "您的账号满足时间" },
  eligibleDeposit: {
    en: (amount: string) => `You have paid a deposit of ${amount}.`,
    "zh-Hans": (amount: string) => `已支付押金 ${amount}。`,
  },
  followTitle: { en: "Join the end of the line", "zh-Hans": "排到队尾" },
  followText: {
    en: "Registration for the draw is over. You can still join: you stand behind everybody who was drawn, in order of arrival.",
    "zh-Hans": "抽签登记已截止。您仍可加入：将按先后顺序排在所有抽签排位之后。",
  },
  followButton: { en: "Join the line", "zh-Hans": "加入队伍" },

  registeredTitle: { en: "You are registered", "zh-Hans": "您已登记" },
  registeredText: {
    en: "Your place is drawn when registration has closed. You need not stay on this page.",
    "zh-Hans": "登记截止后将抽签决定您的排位。您无需停留在本页。",
  },
  registeredTextOpen: {
    en: "You may claim from the opening second on. This page will tell you.",
    "zh-Hans": "开售后您即可认购，本页会提示您。",
  },
  registeredOn: { en: "Registered", "zh-Hans": "登记时间" },
  number: { en: "Number of arrival", "zh-Hans": "登记序号" },
  receipt: { en: "Download your receipt", "zh-Hans": "下载登记凭证" },
  receiptText: {
    en: "Keep it: only with it can you find your own entry in the published list.",
    "zh-Hans": "请妥善保存：只有凭它才能在公开名单中找到您的条目。",
  },
  drawingTitle: { en: "The draw is under way", "zh-Hans": "正在抽签" },
  drawingText: {
    en: "The list is closed. Your place appears here as soon as it is drawn.",
    "zh-Hans": "名单已截止。抽签完成后，您的排位会显示在这里。",
  },

  placeTitle: {
    en: (place: string) => `Your place is ${place}`,
    "zh-Hans": (place: string) => `您的排位：第 ${place} 位`,
  },
  placeText: {
    en: "It belongs to your account: you may close this page and come back on any device.",
    "zh-Hans": "排位与您的账号绑定，可以关闭本页，之后用任何设备回来查看。",
  },
  place: { en: "Your place", "zh-Hans": "您的排位" },
  ahead: { en: "People ahead of you", "zh-Hans": "前面还有" },
  calledThrough: { en: "Places called so far", "zh-Hans": "已叫到的排位" },
  unitsLeft: { en: "Units left", "zh-Hans": "剩余数量" },
  unitsLeftNow: {
    en: (free: string) => `Units left: ${free}`,
    "zh-Hans": (free: string) => `剩余数量：${free}`,
  },
  wait: { en: "Expected wait", "zh-Hans": "预计等待" },
  chance: { en: "Chance of a unit", "zh-Hans": "买到的机会" },
  chanceHow: { en: "How this is estimated", "zh-Hans": "估算方法" },
  chanceMethod: {
    en: "We count how many units were taken per place that has had its turn, leave out those who may still be choosing, and assume that everybody ahead of you behaves like them. Units that may come back are not counted, so the true chance is rather higher. It is an estimate, not a promise.",
    "zh-Hans":
      "我们统计每个已轮到的排位平均买走多少件（不含仍在选择的人），并假设您前面的人也如此。可能退回的商品未计入，因此实际机会略高。这只是估算，并非承诺。",
  },
  waitMethod: {
    en: "The wait follows from how many places were called in the last minute.",
    "zh-Hans": "等待时间根据最近一分钟叫号的速度计算。",
  },
  inLineTitle: { en: "You are in line", "zh-Hans": "正在排队" },
  pausedTitle: { en: "The sale is paused", "zh-Hans": "发售已暂停" },
  pausedText: {
    en: "The operator has paused the sale. Your place stands and so does every hold.",
    "zh-Hans": "运营方已暂停发售。您的排位和所有已保留的商品均不受影响。",
  },
  goneTitle: { en: "All units are sold", "zh-Hans": "商品已全部售出" },
  goneText: {
    en: "No unit is left, and none is held that could come back. It was not your fault, and waiting on would not help.",
    "zh-Hans": "没有剩余商品，也没有可能退回的商品。继续等待不会有结果，感谢您的参与。",
  },
  goneStay: {
    en: "Should a unit come back after all, this page says so.",
    "zh-Hans": "如仍有商品退回，本页会提示您。",
  },

  turnTitle: { en: "It is your turn", "zh-Hans": "轮到您了" },
  turnText: {
    en: (time: string) =>
      `Choose and claim. What you get is held for you for ${time} while you pay.`,
    "zh-Hans": (time: string) => `请选择并认购。认购成功后为您保留 ${time}，请在此期间付款。`,
  },
  turnNoStock: {
    en: "No unit is free at this moment. Claim all the same: then you are the first to get what comes back, before places behind yours.",
    "zh-Hans": "目前没有空余商品。您仍可认购：一旦有商品退回，将优先于后面的排位分配给您。",
  },
  quantity: { en: "How many", "zh-Hans": "数量" },
  none: { en: "none", "zh-Hans": "不购买" },
  claimButton: { en: "Claim", "zh-Hans": "立即认购" },
  chooseProblem: {
    en: "Choose at least one unit.",
    "zh-Hans": "请至少选择 1 件。",
  },
  quantityProblem: {
    en: (most: string) => `Choose a number from 0 to ${most}.`,
    "zh-Hans": (most: string) => `请选择 0 到 ${most} 之间的数量。`,
  },
  detailsReady: {
    en: "Your delivery details are ready.",
    "zh-Hans": "您的收货信息已填好。",
  },
  detailsAsk: {
    en: "Save time: fill in your delivery details now.",
    "zh-Hans": "节省时间：现在就填写收货信息。",
  },
  detailsLink: { en: "Delivery details", "zh-Hans": "收货信息" },

  waitingTitle: { en: "You wait for a unit that comes back", "zh-Hans": "您正在候补" },
  waitingText: {
    en: "All units are held or sold at the moment. If one comes back and nobody with an earlier place waits, it is yours, and its hold starts then. We also mail you.",
    "zh-Hans":
      "目前商品均已售出或为他人保留。一旦有商品退回，且您前面没有候补者，即归您所有并从那时起为您保留。我们也会发邮件通知您。",
  },
  heldUnits: { en: "Held by others now", "zh-Hans": "他人保留中" },
  fansWaiting: { en: "Fans waiting", "zh-Hans": "候补人数" },
  heldTitle: { en: "Held for you", "zh-Hans": "已为您保留" },
  heldText: {
    en: "Pay before this time, or the units go to those who wait:",
    "zh-Hans": "请在此时间前付款，否则商品将转给候补者：",
  },
  payButton: { en: "Continue to payment", "zh-Hans": "去付款" },
  payingTitle: { en: "Your payment is under way", "zh-Hans": "正在付款" },
  payingText: {
    en: "The units stay held for you until:",
    "zh-Hans": "商品为您保留至：",
  },
  paidTitle: { en: "Paid. It is yours.", "zh-Hans": "付款成功，商品归您了" },
  paidText: {
    en: "We have mailed you the confirmation.",
    "zh-Hans": "确认邮件已发送。",
  },
  toOrder: { en: "See your order", "zh-Hans": "查看订单" },
  claimReceipt: { en: "Receipt of your claim", "zh-Hans": "认购凭证" },
  releasedTitle: { en: "You let your units go", "zh-Hans": "您已放弃购买" },
  expiredTitle: { en: "Your hold has expired", "zh-Hans": "保留时间已过" },
  returnedTitle: { en: "Your units were returned", "zh-Hans": "商品已退回" },
  overText: {
    en: "The units went to those who wait, and your place was given up. Nothing is charged.",
    "zh-Hans": "商品已转给候补者，您的排位已失效，不会产生扣款。",
  },
  againText: {
    en: "You may join again at the end of the line.",
    "zh-Hans": "您可以重新排到队尾。",
  },
  returnedText: {
    en: "The payment could not be taken or was refunded, so the units went to those who wait.",
    "zh-Hans": "由于款项未能收取或已退款，商品已转给候补者。",
  },
  givenUpTitle: { en: "You left this sale", "zh-Hans": "您已退出本次发售" },
  givenUpText: {
    en: "Your place was given up. You may join again at the end of the line.",
    "zh-Hans": "您的排位已失效。您可以重新排到队尾。",
  },

  endedTitle: { en: "This sale is over", "zh-Hans": "本次发售已结束" },
  endedText: {
    en: "You got no unit in this sale. Nothing was charged.",
    "zh-Hans": "您在本次发售中未购得商品，未产生任何扣款。",
  },
  endedSoon: {
    en: "The last claims are being written down. This page shows your result in a moment.",
    "zh-Hans": "正在记录最后的认购，您的结果稍后会显示在本页。",
  },
  endedStranger: {
    en: "You did not take part in this sale.",
    "zh-Hans": "您没有参加本次发售。",
  },
  toReport: { en: "Read the public report", "zh-Hans": "阅读公开报告" },

  leave: { en: "Leave this sale", "zh-Hans": "退出本次发售" },
  leaveTitle: { en: "Leave this sale?", "zh-Hans": "确定退出本次发售？" },
  leaveText: {
    en: "Your registration and your place are given up at once, and units held for you go to others. If you come back, you stand at the end of the line.",
    "zh-Hans": "您的登记和排位将立即失效，为您保留的商品会转给他人。再次加入时只能排在队尾。",
  },
  leaveButton: { en: "Yes, leave", "zh-Hans": "确定退出" },
  hasLeft: {
    en: "You have left this sale. Your place was given up.",
    "zh-Hans": "您已退出本次发售，排位已失效。",
  },
  stay: { en: "No, stay", "zh-Hans": "不退出" },

  mailedTitle: { en: "Look into your mailbox", "zh-Hans": "请查收邮件" },
  mailedText: {
    en: "We have mailed you a link that completes your registration. It works for one hour.",
    "zh-Hans": "我们已向您发送一个用于完成登记的链接，一小时内有效。",
  },
  backToSale: { en: "To your page of the sale", "zh-Hans": "前往我的发售页面" },
  linkTitle: { en: "Complete your registration", "zh-Hans": "完成登记" },
  linkText: {
    en: "One more step: confirm that you want to register for this sale.",
    "zh-Hans": "还差一步：请确认登记参加本次发售。",
  },
} satisfies TextTable;
