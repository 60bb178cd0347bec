/** The words about passkeys. */
export const passkeyTexts = {
  title: { en: "Passkeys", "zh-Hans": "通行密钥" },
  about: {
    en: "A passkey signs you in with your finger, your face or your device's PIN. Nothing to remember, nothing to steal from a mailbox.",
    "zh-Hans": "通行密钥让您用指纹、面容或设备密码登录，无需记忆，也不会从邮箱中被盗。",
  },
  none: { en: "You have no passkey yet.", "zh-Hans": "您还没有通行密钥。" },
  unnamed: { en: "Passkey without a name", "zh-Hans": "未命名的通行密钥" },
  added: { en: "The passkey was added.", "zh-Hans": "已添加通行密钥。" },
  since: { en: "added", "zh-Hans": "添加于" },
  counts: { en: "counts as second factor", "zh-Hans": "可作为第二因素" },
  name: { en: "Name of the passkey", "zh-Hans": "通行密钥名称" },
  rename: { en: "Rename", "zh-Hans": "重命名" },
  remove: { en: "Remove", "zh-Hans": "移除" },
  add: { en: "Add a passkey", "zh-Hans": "添加通行密钥" },
  addName: { en: "Name, such as “my phone”", "zh-Hans": "名称，例如“我的手机”" },
  needsScript: {
    en: "To add a passkey, use a browser with JavaScript that knows passkeys.",
    "zh-Hans": "添加通行密钥需要启用 JavaScript 且支持通行密钥的浏览器。",
  },
  failed: {
    en: "That did not work. Try again.",
    "zh-Hans": "操作未成功，请重试。",
  },
  again: {
    en: "Your sign-in is more than an hour old. Sign out, sign in again, and add it then.",
    "zh-Hans": "您登录已超过一小时。请退出后重新登录，再添加通行密钥。",
  },
  signIn: { en: "Sign in with a passkey", "zh-Hans": "使用通行密钥登录" },
};
