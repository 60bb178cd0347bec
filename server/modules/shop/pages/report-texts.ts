import type { TextTable } from "../../../platform/pages/texts.ts";

/** The words of the public report. */
export const reportTexts = {
  title: { en: "Public report", "zh-Hans": "公开报告" },
  lead: {
    en: "What happened in this sale, from first to last, without personal data. You need not believe it: everything can be computed again.",
    "zh-Hans": "本次发售的完整经过，不含个人数据。您无需轻信：一切都可以重新计算。",
  },
  notReady: {
    en: "The report is published when the sale is over.",
    "zh-Hans": "报告将在发售结束后公布。",
  },
  notFinal: {
    en: "Some holds or payments are still open, so these figures may yet change.",
    "zh-Hans": "仍有保留或付款未完成，以下数据可能变动。",
  },
  figures: { en: "In figures", "zh-Hans": "数据" },
  registrations: { en: "Registrations", "zh-Hans": "登记人数" },
  latecomers: { en: "of them after closing", "zh-Hans": "其中截止后登记" },
  unitsOffered: { en: "Units offered", "zh-Hans": "发售数量" },
  unitsSold: { en: "Units sold", "zh-Hans": "已售数量" },
  unitsHeld: { en: "Units still held", "zh-Hans": "仍保留数量" },
  unitsFree: { en: "Units left over", "zh-Hans": "剩余数量" },
  claims: { en: "Claims", "zh-Hans": "认购数" },
  secondsToSellOut: { en: "Sold out after", "zh-Hans": "售罄用时" },
  expired: { en: "Holds that expired", "zh-Hans": "逾期未付款" },
  released: { en: "Claims let go", "zh-Hans": "主动放弃" },
  returned: { en: "Sales that were returned", "zh-Hans": "付款后退回" },
  fromReturns: { en: "Claims served from returned units", "zh-Hans": "由退回商品满足的认购" },
  waitedInVain: { en: "Fans who waited in vain", "zh-Hans": "候补未果" },
  removals: { en: "Removals", "zh-Hans": "移除记录" },
  noRemovals: { en: "Nobody was removed.", "zh-Hans": "无人被移除。" },
  place: { en: "Place", "zh-Hans": "排位" },
  reason: { en: "Reason", "zh-Hans": "原因" },
  barredAt: { en: "Removed", "zh-Hans": "移除时间" },
  restoredAt: { en: "Restored", "zh-Hans": "恢复时间" },
  drawTitle: { en: "The draw", "zh-Hans": "抽签" },
  verifyTitle: { en: "Verify it yourself", "zh-Hans": "自行验证" },
  verifyText: {
    en: "Download these files into one folder and run the command with the Millet program, on any computer. It recomputes the draw and every figure, and asks this server nothing.",
    "zh-Hans":
      "将以下文件下载到同一文件夹，在任意电脑上用 Millet 程序运行命令。它会重新计算抽签和所有数据，全程不访问本服务器。",
  },
  verifyBefore: {
    en: "When the sale is over, the report and its files stand on this page, with the command that checks them.",
    "zh-Hans": "发售结束后，报告、相关文件和验证命令会公布在本页。",
  },
  verifyOwn: {
    en: "To find your own entry, take the leaf from your registration receipt and look for it in entrants.txt.",
    "zh-Hans": "要查找自己的条目，请在 entrants.txt 中搜索您登记凭证里的 leaf 值。",
  },
  report: { en: "The signed report", "zh-Hans": "签名报告" },
  entrants: { en: "The list of entrants", "zh-Hans": "参与者名单" },
  log: { en: "The log of the sale", "zh-Hans": "发售日志" },
  command: { en: "The command", "zh-Hans": "验证命令" },
  lastDigest: { en: "Last digest of the log", "zh-Hans": "日志末尾摘要" },
  signature: { en: "Signature", "zh-Hans": "签名" },
  publicKey: { en: "Public key of this installation", "zh-Hans": "本站公钥" },
  root: { en: "Fingerprint of the list", "zh-Hans": "名单指纹" },
  seed: { en: "Seed", "zh-Hans": "随机种子" },
  beacon: { en: "Beacon round", "zh-Hans": "信标轮次" },
  entrantCount: { en: "Entrants", "zh-Hans": "参与人数" },
} satisfies TextTable;
