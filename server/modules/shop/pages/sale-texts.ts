import type { TextTable } from "../../../platform/pages/texts.ts";

/** The words of the public pages: the list of sales, and one sale. */
export const saleTexts = {
  homeTitle: { en: "Made with fans, sold fairly", "zh-Hans": "与粉丝共创，公平发售" },
  homeLead: {
    en: "Limited runs, whose places are drawn. Everybody can check how.",
    "zh-Hans": "限量发售，抽签排位。每个人都可以验证抽签结果。",
  },
  onSaleNow: { en: "On sale now", "zh-Hans": "正在发售" },
  coming: { en: "Coming", "zh-Hans": "即将发售" },
  over: { en: "Over", "zh-Hans": "往期发售" },
  nothing: { en: "Nothing is on sale yet", "zh-Hans": "暂无发售" },
  nothingText: {
    en: "The next sale will be announced on this page.",
    "zh-Hans": "下一次发售将在本页公布。",
  },
  units: {
    en: (count: string) => (count === "1" ? "1 unit" : `${count} units`),
    "zh-Hans": (count: string) => `共 ${count} 件`,
  },

  stateUpcoming: { en: "Registration not open yet", "zh-Hans": "登记尚未开始" },
  stateRegistering: { en: "Registration open", "zh-Hans": "登记进行中" },
  stateClosed: { en: "Registration closed, draw to come", "zh-Hans": "登记已截止，等待抽签" },
  stateDrawn: { en: "Places drawn, sale to come", "zh-Hans": "抽签已完成，等待开售" },
  stateSelling: { en: "On sale now", "zh-Hans": "正在发售" },
  stateSoldOut: { en: "Sold out", "zh-Hans": "已售罄" },
  statePaused: { en: "Paused by the operator", "zh-Hans": "已由运营方暂停" },
  stateEnded: { en: "This sale is over", "zh-Hans": "本次发售已结束" },
  stateCancelled: { en: "This sale was cancelled", "zh-Hans": "本次发售已取消" },

  registrationOpens: { en: "Registration opens", "zh-Hans": "登记开始" },
  registrationCloses: { en: "Registration closes", "zh-Hans": "登记截止" },
  drawAt: { en: "Draw", "zh-Hans": "抽签" },
  saleOpens: { en: "The sale opens", "zh-Hans": "开售" },
  saleEnds: { en: "The sale ends", "zh-Hans": "发售结束" },
  byOperator: { en: "will be announced", "zh-Hans": "待公布" },
  dates: { en: "Dates", "zh-Hans": "时间安排" },

  register: { en: "Register", "zh-Hans": "立即登记" },
  registerLate: { en: "Join the end of the line", "zh-Hans": "排到队尾" },
  toPlace: { en: "See your place", "zh-Hans": "查看我的排位" },
  toResult: { en: "See your result", "zh-Hans": "查看我的结果" },
  toReport: { en: "Read the public report", "zh-Hans": "阅读公开报告" },
  signInFirst: {
    en: "You sign in first; that takes an e-mail address and no password.",
    "zh-Hans": "需先登录：只需邮箱，无需密码。",
  },

  whatIsSold: { en: "What is sold", "zh-Hans": "发售商品" },
  unitsLeft: { en: "Units left", "zh-Hans": "剩余数量" },
  unitsInAll: { en: "Units in all", "zh-Hans": "总数量" },
  registrations: { en: "Registered so far", "zh-Hans": "已登记人数" },
  line: { en: "Places called so far", "zh-Hans": "已叫到的排位" },
  onePerClaim: { en: "one per person", "zh-Hans": "每人限购 1 件" },
  perClaim: {
    en: (most: string) => `up to ${most} per person`,
    "zh-Hans": (most: string) => `每人限购 ${most} 件`,
  },
  leftOf: {
    en: (free: string, stock: string) => `${free} of ${stock} left`,
    "zh-Hans": (free: string, stock: string) => `剩余 ${free} / ${stock} 件`,
  },

  howTitle: { en: "How this sale works", "zh-Hans": "发售流程" },
  stepRegister: {
    en: "Register while registration is open: once per account. Being early brings no advantage.",
    "zh-Hans": "在登记期间登记，每个账号限一次。先登记与后登记机会相同。",
  },
  stepDraw: {
    en: "When registration has closed, a draw gives everybody a place. Who registers later stands behind them.",
    "zh-Hans": "登记截止后，通过抽签为所有人排定顺序。之后登记的人依次排在后面。",
  },
  stepOpenRegister: {
    en: "Register before the opening, once per account. There is no draw in this sale.",
    "zh-Hans": "请在开售前登记，每个账号限一次。本次发售不抽签。",
  },
  stepOpenClaim: {
    en: "From the opening second on, everybody registered may claim. Claims count in the order in which they arrive.",
    "zh-Hans": "自开售起，所有已登记的人都可以认购，按提交的先后顺序处理。",
  },
  stepTurn: {
    en: "When the sale opens, places are called in order, as many as there are units. Nobody is called for units that are gone.",
    "zh-Hans": "开售后按排位依次叫号，有多少货叫多少号，绝不会叫您来抢已经没有的货。",
  },
  stepHold: {
    en: (time: string) =>
      `What you claim is held for you for ${time} while you pay. You may close the page: your place belongs to your account.`,
    "zh-Hans": (time: string) =>
      `认购成功后，商品为您保留 ${time}，请在此期间付款。关闭页面也不会丢失排位，排位与账号绑定。`,
  },
  stepReturn: {
    en: "Units that are not paid in time go to those who wait, in the order of their places.",
    "zh-Hans": "逾期未付款的商品，会按排位顺序转给候补的人。",
  },
  perAddress: {
    en: (most: string) =>
      most === "1"
        ? "One order goes to one delivery address, and no more."
        : `At most ${most} orders go to one delivery address.`,
    "zh-Hans": (most: string) => `同一收货地址最多 ${most} 个订单。`,
  },
  perInstrument: {
    en: (most: string) =>
      most === "1"
        ? "One order can be paid with the same card or account, and no more."
        : `At most ${most} orders can be paid with the same card or account.`,
    "zh-Hans": (most: string) => `同一支付账户最多支付 ${most} 个订单。`,
  },

  drawTitle: { en: "Why you can trust the draw", "zh-Hans": "抽签为何可信" },
  drawTitleBeaconless: { en: "How far you can trust the draw", "zh-Hans": "抽签有多可信" },
  drawList: {
    en: "When registration closes, the list of entrants is frozen and its fingerprint is signed and published. From then on nobody can be added or taken out unseen.",
    "zh-Hans": "登记截止时，名单随即冻结，其数字指纹经签名后公开。此后任何人都无法悄悄增删名单。",
  },
  drawBeacon: {
    en: (round: string) =>
      `After that, the public randomness beacon drand publishes its round ${round}, which nobody can know or choose beforehand. List and beacon together decide every place; we add nothing of our own.`,
    "zh-Hans": (round: string) =>
      `随后，公共随机信标 drand 公布第 ${round} 轮随机数。任何人都无法提前知道或操纵它。名单与信标共同决定每一个排位，我们不加入任何自己的数值。`,
  },
  drawSecret: {
    en: "The places are computed from that list and a secret number of the operator, whose fingerprint was published before registration opened.",
    "zh-Hans": "排位由名单和运营方的一个秘密数值计算得出，该数值的指纹在登记开始前已公开。",
  },
  drawSecretWarning: {
    en: "This draw uses no public beacon, so the operator could have influenced it.",
    "zh-Hans": "本次抽签未使用公共信标，因此运营方有可能影响抽签结果。",
  },
  drawVerify: {
    en: "Anybody can compute every place again from the published files. You find your own entry in the list with your receipt.",
    "zh-Hans":
      "任何人都可以用公开的文件重新计算每一个排位。凭您的登记凭证，可以在名单中找到自己的条目。",
  },
  drawLimit: {
    en: "What no draw can show: whether entrants were invented.",
    "zh-Hans": "抽签无法证明的是：名单中是否有虚构的参与者。",
  },
  howToVerify: { en: "How to verify it yourself", "zh-Hans": "如何自行验证" },
  fingerprint: { en: "Fingerprint of the list", "zh-Hans": "名单指纹" },
  secretFingerprint: { en: "Fingerprint of the secret", "zh-Hans": "秘密数值的指纹" },
  notThere: { en: "There is no such page", "zh-Hans": "页面不存在" },
  notThereText: {
    en: "The address may be mistyped, or the sale is not public yet.",
    "zh-Hans": "网址可能有误，或者该发售尚未公开。",
  },
  allSales: { en: "All sales", "zh-Hans": "全部发售" },
} satisfies TextTable;
