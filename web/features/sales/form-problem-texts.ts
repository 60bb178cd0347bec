import { defineTexts } from "../../ui/language.ts";
import type { FormProblem } from "./sale-form-problems.ts";

const english = {
  name_missing: "The sale needs a name in one of the languages.",
  name_too_long: "A name has at most 200 characters.",
  no_variant: "A sale sells at least one variant.",
  variant_missing: "Choose what is sold.",
  variant_twice: "This variant stands in the sale already.",
  no_units: "The sale has no units. Give a stock to at least one variant.",
  too_many_units: "A sale has at most 100,000,000 units.",
  no_shared_currency:
    "These variants have no price in one common currency; a fan could not buy them together.",
  closing_needed: "A draw by beacon needs a closing time: it decides which number counts.",
  closes_before_opening: "Registration would close before it opens.",
  opens_before_closing: "The sale would open before registration is over.",
  opens_before_beacon:
    "The sale would open before the places are drawn. The beacon's number comes half a minute after the closing.",
  ends_before_opening: "The sale would end before it opens.",
  time_passed: "This time has passed.",
  whole_number: "A whole number from {{least}} to {{most}}.",
  number: "A number from {{least}} to {{most}}.",
  amount: "An amount above zero, with no more digits than the currency has.",
  refused: "The server does not accept this value together with the others.",
} satisfies Record<FormProblem, string>;

/** What is wrong with a field, in words. */
export const formProblemTexts = defineTexts("sale-form-problems", english, {
  name_missing: "请至少用一种语言填写发售名称。",
  name_too_long: "名称最多 200 个字符。",
  no_variant: "发售至少包含一个型号。",
  variant_missing: "请选择发售的商品。",
  variant_twice: "本次发售已包含该型号。",
  no_units: "发售没有库存。请至少为一个型号填写库存。",
  too_many_units: "一次发售最多 100,000,000 件。",
  no_shared_currency: "这些型号没有共同的定价货币，粉丝无法一起购买。",
  closing_needed: "使用信标抽签需要登记截止时间，它决定采用哪一轮随机数。",
  closes_before_opening: "登记截止早于登记开始。",
  opens_before_closing: "开售早于登记截止。",
  opens_before_beacon: "开售早于抽签。信标随机数在登记截止半分钟后公布。",
  ends_before_opening: "发售结束早于开售。",
  time_passed: "此时间已过。",
  whole_number: "请填写 {{least}} 到 {{most}} 之间的整数。",
  number: "请填写 {{least}} 到 {{most}} 之间的数值。",
  amount: "请填写大于零的金额，小数位数不超过该货币的规定。",
  refused: "服务器不接受此值与其他内容的组合。",
});
