import type { Locale } from "../../../platform/locales.ts";

/** What a fan reads of an expected failure, by its code. */
const problems: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  foreign_origin: {
    en: "The form came from another site and was not used.",
    "zh-Hans": "该表单来自其他网站，未予处理。",
  },
  registration_not_open: {
    en: "Registration is not open now.",
    "zh-Hans": "目前不在登记时间内。",
  },
  registration_closing: {
    en: "The list is being closed this very moment. Try again in a few seconds.",
    "zh-Hans": "名单正在截止，请几秒后再试。",
  },
  registration_not_found: {
    en: "You are not registered in this sale.",
    "zh-Hans": "您没有登记参加本次发售。",
  },
  not_eligible: {
    en: "Your account does not meet the conditions of this sale, which stand below.",
    "zh-Hans": "您的账号不符合下列参与条件。",
  },
  proof_of_work_invalid: {
    en: "The browser's computation did not fit. Try again.",
    "zh-Hans": "浏览器计算结果无效，请重试。",
  },
  proof_of_work_expired: {
    en: "That took too long. Try again.",
    "zh-Hans": "操作超时，请重试。",
  },
  link_invalid: {
    en: "This link is wrong. Ask for a new one.",
    "zh-Hans": "链接无效，请重新获取。",
  },
  link_expired: {
    en: "This link is too old. Ask for a new one.",
    "zh-Hans": "链接已过期，请重新获取。",
  },
  link_of_another_fan: {
    en: "This link belongs to another account than the one that is signed in.",
    "zh-Hans": "该链接属于另一个账号，而非当前登录的账号。",
  },
  sale_not_open: {
    en: "The sale has not opened yet. Your place stands.",
    "zh-Hans": "尚未开售，您的排位不变。",
  },
  sale_ended: { en: "The sale is over.", "zh-Hans": "本次发售已结束。" },
  admission_paused: {
    en: "The operator has paused the sale. Your place stands.",
    "zh-Hans": "运营方已暂停发售，您的排位不变。",
  },
  not_your_turn: {
    en: "The line has not reached your place yet. Your place stands.",
    "zh-Hans": "还没有轮到您，您的排位不变。",
  },
  place_barred: { en: "Your place was removed.", "zh-Hans": "您的排位已被移除。" },
  place_given_up: {
    en: "This place was given up. Join again at the end of the line.",
    "zh-Hans": "该排位已失效，请重新排到队尾。",
  },
  claim_differs: {
    en: "You have claimed something else already; it stands below.",
    "zh-Hans": "您已有一笔不同的认购，见下方。",
  },
  claim_over: {
    en: "That claim has ended. Nothing is charged.",
    "zh-Hans": "该认购已结束，不会产生扣款。",
  },
  claim_paid: {
    en: "That is paid already. Ask for a refund instead.",
    "zh-Hans": "该订单已付款，如需取消请申请退款。",
  },
  claim_not_found: { en: "There is no such claim.", "zh-Hans": "没有这笔认购。" },
  claim_waiting: {
    en: "No unit is held for you yet.",
    "zh-Hans": "尚未为您保留商品。",
  },
  sold_out: {
    en: "No unit of what you chose is free, and enough fans wait for those that may come back.",
    "zh-Hans": "您选择的商品已无空余，候补人数也已足够。",
  },
  quantity_too_large: {
    en: "That is more than one claim may have.",
    "zh-Hans": "超过了每人限购数量。",
  },
  unknown_variant: { en: "This sale does not sell that.", "zh-Hans": "本次发售不包含该商品。" },
  pass_missing: {
    en: "Your browser did not send your pass. Press the button once more.",
    "zh-Hans": "浏览器未发送您的通行凭证，请再按一次按钮。",
  },
  pass_expired: {
    en: "Your pass was too old and has been renewed. Press the button once more.",
    "zh-Hans": "您的通行凭证已更新，请再按一次按钮。",
  },
  lane_busy: {
    en: "Too many claims came at once and yours was not taken in. Press the button again: it counts once.",
    "zh-Hans": "认购请求过多，您的请求未被受理。请再按一次，只会计一次。",
  },
  lane_unavailable: {
    en: "The sale cannot take this in at the moment. Try again; nobody loses a place or a hold meanwhile.",
    "zh-Hans": "系统暂时无法处理，请重试。在此期间排位和保留均不受影响。",
  },
  outcome_unknown: {
    en: "Whether this came to count is not known yet. Press the button again: it counts once.",
    "zh-Hans": "尚无法确认结果。请再按一次，只会计一次。",
  },
  lane_elsewhere: {
    en: "The sale is moving to another server. Places and holds stand; this page comes back by itself.",
    "zh-Hans": "发售正在切换服务器。排位和保留均不受影响，本页会自动恢复。",
  },
  sale_halted: {
    en: "The sale was stopped because its records do not agree. Keep your receipts; nobody is charged meanwhile.",
    "zh-Hans": "由于记录不一致，发售已停止。请保存好您的凭证，在此期间不会产生扣款。",
  },
  appeal_open: {
    en: "Your appeal is with our staff already.",
    "zh-Hans": "您的申诉正在处理中。",
  },
  appeal_decided: {
    en: "Your appeal has been decided.",
    "zh-Hans": "您的申诉已有结果。",
  },
  place_not_barred: {
    en: "Your place stands; there is nothing to appeal against.",
    "zh-Hans": "您的排位有效，无需申诉。",
  },
  order_not_found: { en: "You have no such order.", "zh-Hans": "没有这个订单。" },
  payment_under_way: {
    en: "A payment for this order is under way already.",
    "zh-Hans": "该订单正在付款中。",
  },
  payment_not_pending: {
    en: "This payment cannot be abandoned any more.",
    "zh-Hans": "该付款已无法取消。",
  },
  order_paid: { en: "This order is paid.", "zh-Hans": "该订单已付款。" },
  account_gone: {
    en: "The account that this browser is signed in to does not exist any more, so nothing can be kept in it. Untick that, or sign in again.",
    "zh-Hans": "当前浏览器登录的账号已不存在，无法保存地址。请取消勾选该项，或重新登录。",
  },
  details_missing: {
    en: "The delivery address and your consent to the terms are missing.",
    "zh-Hans": "请填写收货地址并同意服务条款。",
  },
  terms_not_current: {
    en: "The terms have changed. Read them and agree again.",
    "zh-Hans": "服务条款已更新，请阅读后重新同意。",
  },
  currency_needed: { en: "Choose a currency.", "zh-Hans": "请选择币种。" },
  currency_not_offered: {
    en: "This is not sold in that currency.",
    "zh-Hans": "该商品不支持此币种。",
  },
  method_unknown: { en: "Choose how to pay.", "zh-Hans": "请选择付款方式。" },
  address_limit_reached: {
    en: "This sale has reached its limit of orders for this address. Nothing was charged, and your units go to those who wait.",
    "zh-Hans": "该收货地址的订单数已达上限。未产生扣款，商品将转给候补者。",
  },
  instrument_limit_reached: {
    en: "This sale has reached its limit of orders for this means of payment. What was reserved is set free, and your units go to those who wait.",
    "zh-Hans": "该支付账户的订单数已达上限。预授权金额将解除，商品将转给候补者。",
  },
  payments_off: {
    en: "No payments are taken at the moment.",
    "zh-Hans": "目前暂不支持付款。",
  },
  form: { en: "Please correct what is marked below.", "zh-Hans": "请更正下方标出的内容。" },
};

const other = {
  en: "That did not work. Nothing was changed; try again in a moment.",
  "zh-Hans": "操作未成功，未作任何更改，请稍后再试。",
} as const satisfies Record<Locale, string>;

export function problemText(code: string, locale: Locale): string {
  return (problems[code] ?? other)[locale];
}

/** Whether the code is one that a page may be asked to show; an address can hold anything. */
export function isKnownProblem(code: string | undefined): code is string {
  return code !== undefined && Object.hasOwn(problems, code);
}
