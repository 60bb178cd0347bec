import { defineTexts, sayIn } from "../../ui/language.ts";

/** What the API's refusals mean for who makes and runs a sale, by code. */
const failureTexts = defineTexts(
  "sale-failures",
  {
    invalid_request: "Something in the form is not as it should be. Nothing has been changed.",
    sale_not_found: "This sale does not exist.",
    wrong_sale_state: "The sale has moved on meanwhile, and does not allow this any more.",
    sale_changed:
      "Somebody else has changed this draft meanwhile. Load the page again; then make your changes once more.",
    sale_terms_invalid: "The sale's terms do not fit together. Check the dates and the stock.",
    variant_not_for_sale: "A variant was archived meanwhile, or does not exist any more.",
    eligibility_unavailable: "This installation cannot check who fulfils that condition.",
    registration_not_over: "Registration is still open; it closes at its own time.",
    beacon_round_not_yet: "The beacon has not published its number yet. Try again in a moment.",
    beacon_unavailable:
      "The beacon cannot be reached at the moment. The server tries again by itself.",
    lane_busy: "The sale is very busy. Try again in a moment.",
    lane_unavailable: "The sale cannot take this in at the moment. Try again in a moment.",
    lane_elsewhere: "Another server runs this sale. Try again in a moment.",
    outcome_unknown:
      "It is not known yet whether this came to count. Look at the list before you try again.",
    sale_halted: "The sale has been halted.",
    sale_ended: "The sale is over.",
    permission_missing: "Your role does not allow this. Ask the owner.",
    unknown_variant: "This sale does not sell that variant.",
    quantity_too_large: "A code cannot be worth more units than one claim may have.",
    fan_unknown: "Somebody on the list has no account here. No code was issued.",
    code_over: "That end has already passed, or the code counts no more.",
    code_unknown: "There is no such code.",
    code_used: "This code has been used already.",
    stock_too_small: "Not enough units are free for so many codes.",
  },
  {
    invalid_request: "表单中有不符合要求的内容。没有任何更改。",
    sale_not_found: "该发售不存在。",
    wrong_sale_state: "发售的状态已改变，不再允许此操作。",
    sale_changed: "其他人刚刚修改了此草稿。请重新加载页面，然后再次修改。",
    sale_terms_invalid: "发售条款彼此不符。请检查时间和库存。",
    variant_not_for_sale: "某个型号已归档或已不存在。",
    eligibility_unavailable: "本站无法核实该参与条件。",
    registration_not_over: "登记仍在进行，将按时截止。",
    beacon_round_not_yet: "信标尚未公布随机数，请稍后再试。",
    beacon_unavailable: "目前无法连接信标。服务器会自动重试。",
    lane_busy: "发售非常繁忙，请稍后再试。",
    lane_unavailable: "发售暂时无法处理，请稍后再试。",
    lane_elsewhere: "该发售由另一台服务器运行，请稍后再试。",
    outcome_unknown: "尚不清楚操作是否生效。重试之前请先查看列表。",
    sale_halted: "该发售已中止。",
    sale_ended: "该发售已结束。",
    permission_missing: "您的角色不允许此操作，请联系所有者。",
    unknown_variant: "本次发售不含该型号。",
    quantity_too_large: "一个好友码的件数不能超过每次认购的限购数。",
    fan_unknown: "名单中有人没有本站账号。没有发放任何好友码。",
    code_over: "失效时间已过，或该好友码已失效。",
    code_unknown: "没有这个好友码。",
    code_used: "该好友码已被使用。",
    stock_too_small: "可用库存不足以发放这么多好友码。",
  },
);

const say = sayIn(failureTexts);

/** In the reader's language what a refusal means; undefined for a code that is not known here. */
export function explainSaleFailure(code: string): string | undefined {
  // An unknown key is said as itself.
  const text = say(code as Parameters<typeof say>[0]);
  return text === code ? undefined : text;
}
