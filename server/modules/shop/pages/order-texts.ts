import type { TextTable } from "../../../platform/pages/texts.ts";

/** The words of orders, their payment and their delivery. */
export const orderTexts = {
  ordersTitle: { en: "Your orders", "zh-Hans": "我的订单" },
  noOrders: { en: "You have no orders yet.", "zh-Hans": "您还没有订单。" },
  noOrdersText: {
    en: "What you claim in a sale stands here, from the first second on.",
    "zh-Hans": "您在发售中认购的商品会立即显示在这里。",
  },
  allSales: { en: "All sales", "zh-Hans": "全部发售" },
  older: { en: "Older orders", "zh-Hans": "更早的订单" },
  orderTitle: { en: "Your order", "zh-Hans": "您的订单" },
  orderNumber: { en: "Order number", "zh-Hans": "订单编号" },
  orderedOn: { en: "Ordered", "zh-Hans": "下单时间" },
  paidOn: { en: "Paid", "zh-Hans": "付款时间" },
  total: { en: "Total", "zh-Hans": "合计" },
  sale: { en: "Sale", "zh-Hans": "发售" },

  awaiting_payment: { en: "Waiting for payment", "zh-Hans": "待付款" },
  paying: { en: "Payment under way", "zh-Hans": "付款处理中" },
  paid: { en: "Paid", "zh-Hans": "已付款" },
  cancelled: { en: "Cancelled", "zh-Hans": "已取消" },
  expired: { en: "Not paid in time", "zh-Hans": "逾期未付款" },
  returned: { en: "Payment failed", "zh-Hans": "付款失败" },
  refunded: { en: "Refunded", "zh-Hans": "已退款" },

  payTitle: { en: "Pay for your order", "zh-Hans": "支付订单" },
  holdText: { en: "Held for you until", "zh-Hans": "商品为您保留至" },
  paidText: {
    en: "Thank you. We have mailed you the confirmation.",
    "zh-Hans": "感谢您的购买，确认邮件已发送。",
  },
  cancelledText: {
    en: "The units went to those who wait. Nothing was charged; what was reserved is set free.",
    "zh-Hans": "商品已转给候补者。未产生扣款，预授权金额将解除。",
  },
  expiredText: {
    en: "The hold ended before the payment, and the units went to those who wait. Nothing was charged.",
    "zh-Hans": "保留时间结束前未完成付款，商品已转给候补者。未产生扣款。",
  },
  returnedText: {
    en: "Your bank reserved the money but did not pay it out, so the units went back to the sale. Nothing was charged.",
    "zh-Hans": "银行未能划转款项，商品已退回发售。未产生扣款。",
  },
  refundedText: {
    en: (amount: string) => `${amount} were paid back. It can take your bank some days to show it.`,
    "zh-Hans": (amount: string) => `已退款 ${amount}，到账可能需要几天时间。`,
  },
  partlyRefunded: {
    en: (amount: string) => `Of this, ${amount} were paid back.`,
    "zh-Hans": (amount: string) => `其中已退款 ${amount}。`,
  },
  declinedText: {
    en: "The payment was declined. Your units stay held: try again or choose another way to pay.",
    "zh-Hans": "付款被拒绝。商品仍为您保留，请重试或更换付款方式。",
  },
  abandonedText: {
    en: "You stopped that payment. Your units stay held: choose another way to pay.",
    "zh-Hans": "您已取消该笔付款。商品仍为您保留，请选择其他付款方式。",
  },
  pendingText: {
    en: "The payment waits for your confirmation at the payment provider.",
    "zh-Hans": "请在支付服务商页面确认付款。",
  },
  workingText: {
    en: "The payment is being processed. This page shows the result by itself.",
    "zh-Hans": "付款正在处理，结果会自动显示在本页。",
  },
  goOnPaying: { en: "Go on to confirm", "zh-Hans": "前往确认" },
  abandon: { en: "Pay in another way", "zh-Hans": "更换付款方式" },

  paymentsOff: {
    en: "No payments are taken at the moment. Your units stay held until the time above.",
    "zh-Hans": "目前暂不支持付款。商品在上述时间前仍为您保留。",
  },
  deliveryTitle: { en: "Where it goes", "zh-Hans": "收货信息" },
  name: { en: "Name of the recipient", "zh-Hans": "收货人姓名" },
  line1: { en: "Street and number", "zh-Hans": "街道及门牌号" },
  line2: { en: "Flat, floor, company (optional)", "zh-Hans": "楼层、房号、公司（选填）" },
  city: { en: "Town or city", "zh-Hans": "城市" },
  region: { en: "State or province (optional)", "zh-Hans": "省/州（选填）" },
  postalCode: { en: "Postal code (optional)", "zh-Hans": "邮政编码（选填）" },
  country: { en: "Country", "zh-Hans": "国家/地区" },
  chooseCountry: { en: "Choose a country", "zh-Hans": "请选择国家/地区" },
  phone: { en: "Telephone for the carrier (optional)", "zh-Hans": "联系电话（选填）" },
  remember: {
    en: "Keep this address in my account",
    "zh-Hans": "将此地址保存到我的账号",
  },
  currencyTitle: { en: "Currency", "zh-Hans": "币种" },
  methodTitle: { en: "How you pay", "zh-Hans": "付款方式" },
  terms: { en: "I agree to the terms of sale.", "zh-Hans": "我同意服务条款。" },
  readTerms: { en: "Read the terms", "zh-Hans": "阅读服务条款" },
  marketing: {
    en: "Mail me when the next sale is announced (optional).",
    "zh-Hans": "有新的发售时发邮件通知我（选填）。",
  },
  payNow: {
    en: (amount: string) => `Pay ${amount}`,
    "zh-Hans": (amount: string) => `支付 ${amount}`,
  },
  pay: { en: "Pay now", "zh-Hans": "立即付款" },
  cancel: { en: "Cancel this order", "zh-Hans": "取消订单" },
  cancelTitle: { en: "Cancel this order?", "zh-Hans": "确定取消订单？" },
  cancelText: {
    en: "Your units go to those who wait at once, and your place is given up.",
    "zh-Hans": "商品将立即转给候补者，您的排位也会失效。",
  },
  cancelYes: { en: "Yes, cancel it", "zh-Hans": "确定取消" },
  cancelNo: { en: "No, keep it", "zh-Hans": "不取消" },

  missing: { en: "Fill this in.", "zh-Hans": "请填写此项。" },
  unfit: {
    en: "This is too long, or holds characters that do not fit here.",
    "zh-Hans": "内容过长，或包含不支持的字符。",
  },
  badCountry: { en: "Choose a country from the list.", "zh-Hans": "请从列表中选择。" },
  badPhone: {
    en: "Use digits, spaces and a leading + only.",
    "zh-Hans": "只能使用数字、空格和开头的 +。",
  },
  needTerms: {
    en: "You can order only if you agree to the terms.",
    "zh-Hans": "同意服务条款后才能下单。",
  },
  needMethod: { en: "Choose how to pay.", "zh-Hans": "请选择付款方式。" },
  needCurrency: { en: "Choose a currency.", "zh-Hans": "请选择币种。" },

  detailsTitle: { en: "Your delivery details", "zh-Hans": "您的收货信息" },
  detailsText: {
    en: "Fill this in while you wait. When it is your turn, you only claim and pay.",
    "zh-Hans": "趁等待时先填好，轮到您时只需认购和付款。",
  },
  save: { en: "Save", "zh-Hans": "保存" },
  saved: { en: "Saved.", "zh-Hans": "已保存。" },
  back: { en: "Back to your place", "zh-Hans": "返回我的排位" },

  test_approve: { en: "Card that is approved", "zh-Hans": "付款成功的卡" },
  test_decline: { en: "Card that is declined", "zh-Hans": "付款被拒的卡" },
  test_hosted: {
    en: "Confirm on the provider's page",
    "zh-Hans": "在服务商页面确认付款",
  },
  test_delay_2s: { en: "Bank that takes two seconds", "zh-Hans": "两秒后到账的银行" },
  test_capture_fails: {
    en: "Card whose money cannot be had after all",
    "zh-Hans": "扣款最终失败的卡",
  },
} satisfies TextTable;
