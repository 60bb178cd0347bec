import { defineTexts } from "./language.ts";

/** Words of the shared pieces. */
export const uiTexts = defineTexts(
  "ui",
  {
    loading: "Loading…",
    tryAgain: "Try again",
    failed: "That did not work",
    noAnswer: "The server does not answer. Check the connection; nothing has been changed.",
    cancel: "Cancel",
    close: "Close",
    more: "Show more",
    reference: "Reference {{id}}",
    saved: "Saved",
    languageLabel: "Language",
    leaveTitle: "Leave without saving?",
    leaveText: "What you changed on this page is not saved.",
    leave: "Leave without saving",
    stay: "Stay here",
    notAllowedTitle: "Your role does not include this",
    notAllowedText:
      "What each role may do stands under Staff and access. The owner can give you another role.",
  },
  {
    loading: "加载中…",
    tryAgain: "重试",
    failed: "操作未成功",
    noAnswer: "服务器没有响应。请检查网络连接；没有任何更改。",
    cancel: "取消",
    close: "关闭",
    more: "显示更多",
    reference: "参考编号 {{id}}",
    saved: "已保存",
    languageLabel: "语言",
    leaveTitle: "不保存就离开吗？",
    leaveText: "本页的更改尚未保存。",
    leave: "不保存，离开",
    stay: "留在本页",
    notAllowedTitle: "您的角色无此权限",
    notAllowedText: "各角色的权限见“员工与权限”。所有者可以更改您的角色。",
  },
);
