import { defineTexts } from "../../ui/language.ts";
import type { Permission } from "../../ui/me.ts";

type KeyOf<P> = P extends `${infer Area}:${infer What}` ? `${Area}_${What}` : never;
type PermissionKey = KeyOf<Permission>;

/** What each permission of the API lets somebody do; one without words does not compile. */
const english = {
  catalogue_write: "Make and change products",
  sales_write: "Make and change sales",
  sales_run: "Run a sale: open, pause, stop",
  sales_bar: "Bar places from the line, and restore them",
  "sales_read-registrations": "See registrations, control room and report",
  "sales_issue-codes": "Issue friend codes",
  "sales_decide-appeals": "Decide appeals",
  orders_read: "See orders",
  orders_refund: "Refund orders",
  mails_read: "See the mail outbox",
  mails_retry: "Have a failed mail tried again",
  rehearsals_run: "Rehearse sales",
  settings_write: "Change the settings of the brand",
  audit_read: "Read the audit log",
  keys_manage: "Make and revoke API keys",
  staff_manage: "Appoint and remove staff",
} satisfies Record<PermissionKey, string>;

export const permissionTexts = defineTexts("permissions", english, {
  catalogue_write: "创建和修改产品",
  sales_write: "创建和修改发售",
  sales_run: "操控发售：开始、暂停、停止",
  sales_bar: "移除和恢复排位",
  "sales_read-registrations": "查看登记、控制室和报告",
  "sales_issue-codes": "发放好友码",
  "sales_decide-appeals": "处理申诉",
  orders_read: "查看订单",
  orders_refund: "退款",
  mails_read: "查看发件箱",
  mails_retry: "重新发送失败的邮件",
  rehearsals_run: "演练发售",
  settings_write: "更改品牌设置",
  audit_read: "查看审计日志",
  keys_manage: "创建和吊销 API 密钥",
  staff_manage: "任命和移除员工",
});

/** @returns the name of its words, which have no colon: that has a meaning there */
export function permissionKey(permission: Permission): PermissionKey {
  return permission.replace(":", "_") as PermissionKey;
}
