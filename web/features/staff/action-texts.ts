import { defineTexts, sayIn } from "../../ui/language.ts";

/** What an operator did, as a sentence without its subject; by the audit log's own names. */
const english = {
  "api_key.created": "made an API key",
  "api_key.revoked": "revoked an API key",
  "mail.retried": "had a mail tried again",
  "operator.appointed": "gave somebody a role",
  "operator.erased": "erased the own account, and the role with it",
  "operator.removed": "took somebody's role",
  "order.refunded": "refunded an order",
  "orders.exported": "took the table of all orders",
  "owner_link.created": "printed a link that signs in as the owner",
  "owner_link.used": "signed in by the owner's link",
  "product.archived": "archived a product",
  "product.changed": "changed a product",
  "product.created": "made a product",
  "product.restored": "restored a product",
  "sale.admission-paused": "paused the admission",
  "sale.admission-resumed": "resumed the admission",
  "sale.bar-upheld": "upheld a bar on appeal",
  "sale.cancelled": "cancelled a sale",
  "sale.changed": "changed a sale",
  "sale.claims-exported": "took the table of all claims",
  "sale.created": "made a sale",
  "sale.drawn": "had the places drawn",
  "sale.friend-code-revoked": "revoked a friend code",
  "sale.friend-codes-issued": "issued friend codes",
  "sale.moved": "moved the dates of a sale",
  "sale.opened": "opened a sale",
  "sale.place-barred": "barred a place",
  "sale.place-restored": "restored a place",
  "sale.published": "published a sale",
  "sale.registration-closed": "closed the registration",
  "sale.registrations-exported": "took the table of all registrations",
  "sale.stock-added": "added stock to a sale",
  "sale.stopped": "stopped a sale",
  "second_factor.removed": "removed a second factor",
  "second_factor.set_up": "set up a second factor",
  "variant.archived": "archived a variant",
  "variant.changed": "changed a variant",
  "variant.created": "made a variant",
  "variant.restored": "restored a variant",
} as const;

type KnownAction = keyof typeof english;

const actionTexts = defineTexts("actions", english, {
  "api_key.created": "创建了 API 密钥",
  "api_key.revoked": "吊销了 API 密钥",
  "mail.retried": "重新发送了一封邮件",
  "operator.appointed": "授予了角色",
  "operator.erased": "注销了自己的账号及角色",
  "operator.removed": "取消了角色",
  "order.refunded": "为订单退款",
  "orders.exported": "导出了全部订单",
  "owner_link.created": "生成了所有者登录链接",
  "owner_link.used": "使用所有者链接登录",
  "product.archived": "归档了产品",
  "product.changed": "修改了产品",
  "product.created": "创建了产品",
  "product.restored": "恢复了产品",
  "sale.admission-paused": "暂停了放行",
  "sale.admission-resumed": "恢复了放行",
  "sale.bar-upheld": "驳回申诉，维持移除",
  "sale.cancelled": "取消了发售",
  "sale.changed": "修改了发售",
  "sale.claims-exported": "导出了全部认购",
  "sale.created": "创建了发售",
  "sale.drawn": "进行了抽签",
  "sale.friend-code-revoked": "撤销了好友码",
  "sale.friend-codes-issued": "发放了好友码",
  "sale.moved": "更改了发售时间",
  "sale.opened": "开始了发售",
  "sale.place-barred": "移除了排位",
  "sale.place-restored": "恢复了排位",
  "sale.published": "发布了发售",
  "sale.registration-closed": "截止了登记",
  "sale.registrations-exported": "导出了全部登记",
  "sale.stock-added": "增加了库存",
  "sale.stopped": "停止了发售",
  "second_factor.removed": "移除了第二因素",
  "second_factor.set_up": "设置了第二因素",
  "variant.archived": "归档了型号",
  "variant.changed": "修改了型号",
  "variant.created": "创建了型号",
  "variant.restored": "恢复了型号",
});

function isKnown(action: string): action is KnownAction {
  return Object.hasOwn(english, action);
}

/** @returns undefined for an action that has no words yet; its own name says enough */
export function wordsOfAction(action: string): string | undefined {
  return isKnown(action) ? sayIn(actionTexts)(action) : undefined;
}
