import { isProblem } from "../../api/client.ts";
import { defineTexts, sayIn } from "../../ui/language.ts";

const refusalTexts = defineTexts(
  "staff-refusals",
  {
    fan_not_found: "No account has this address. Ask the person to sign in once first.",
    email_not_verified:
      "The address has not been confirmed yet. Ask the person to sign in by mail.",
    last_owner: "The last owner must stay. Appoint another owner first.",
    operator_not_found: "This account has no role any more. Load the page again.",
    api_key_not_found: "There is no such key any more. Load the page again.",
    permission_missing: "Your role does not include this.",
    emailForm: "This is no e-mail address.",
    nameForm: "Give a name of 1 to 80 characters.",
  },
  {
    fan_not_found: "没有账号使用此邮箱。请对方先登录一次。",
    email_not_verified: "此邮箱尚未确认。请对方通过邮件登录。",
    last_owner: "最后一位所有者必须保留。请先任命另一位所有者。",
    operator_not_found: "此账号已没有角色。请重新加载页面。",
    api_key_not_found: "此密钥已不存在。请重新加载页面。",
    permission_missing: "您的角色无此权限。",
    emailForm: "这不是有效的邮箱地址。",
    nameForm: "请填写 1 至 80 个字符的名称。",
  },
);

const KNOWN = [
  "fan_not_found",
  "email_not_verified",
  "last_owner",
  "operator_not_found",
  "api_key_not_found",
  "permission_missing",
] as const;

/** What a refusal's code means, in the reader's language. */
export function explainStaffRefusal(code: string): string | undefined {
  const known = KNOWN.find((each) => each === code);
  return known === undefined ? undefined : sayIn(refusalTexts)(known);
}

/** What is wrong with the form's one text field, if that is why it was refused. */
export function fieldErrorOf(error: unknown, field: "email" | "name"): string | undefined {
  if (!isProblem(error)) return undefined;
  const say = sayIn(refusalTexts);
  const isAboutEmail = error.code === "fan_not_found" || error.code === "email_not_verified";
  if (field === "email" && isAboutEmail) return explainStaffRefusal(error.code);
  const issues = error["issues"];
  if (error.status !== 422 || !Array.isArray(issues)) return undefined;
  return say(field === "email" ? "emailForm" : "nameForm");
}
