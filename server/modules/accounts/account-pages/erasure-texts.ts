/** The words about what is held of a fan, and of erasing it. */
export const erasureTexts = {
  dataTitle: { en: "Your data", "zh-Hans": "您的数据" },
  dataExport: { en: "Download everything we hold of you", "zh-Hans": "下载我们保存的全部数据" },
  eraseAsk: { en: "Erase my account", "zh-Hans": "注销我的账号" },
  eraseAskText: {
    en: "We mail you a link first. Nothing is erased before you confirm.",
    "zh-Hans": "我们会先向您发送确认链接。确认之前不会删除任何数据。",
  },
  asked: {
    en: "Look into your mailbox and open the link.",
    "zh-Hans": "请查收邮件并打开其中的链接。",
  },
  signIn: { en: "Sign in", "zh-Hans": "登录" },
  failedTitle: { en: "This did not work", "zh-Hans": "操作未成功" },
  failedLink: {
    en: "The link is used, too old or wrong. Ask for a new one on your account page.",
    "zh-Hans": "链接已使用、已过期或无效。请在账号页面重新获取。",
  },
  busy: {
    en: "Too much at once. Please try again in a few minutes.",
    "zh-Hans": "请求过于频繁，请几分钟后再试。",
  },
  eraseTitle: { en: "Erase your account", "zh-Hans": "注销您的账号" },
  eraseText: {
    en: "Your account, your places in line and your addresses will be gone for ever. Orders are kept for as long as the law asks.",
    "zh-Hans": "您的账号、排队名次和地址将被永久删除。订单将按法律要求的期限保留。",
  },
  eraseButton: { en: "Erase it for ever", "zh-Hans": "永久注销" },
  eraseSignIn: {
    en: "Sign in first, in this browser, with the account that is to be erased.",
    "zh-Hans": "请先在此浏览器中登录要注销的账号。",
  },
  erased: {
    en: "Your account is gone. We mailed you a last word.",
    "zh-Hans": "您的账号已注销。我们已向您发送最后一封邮件。",
  },
  eraseLastOwner: {
    en: "You are the last owner. Appoint another one first.",
    "zh-Hans": "您是最后一位所有者。请先任命其他所有者。",
  },
  eraseKept: {
    en: "The account cannot be erased at this moment, because something of yours is under way:",
    "zh-Hans": "目前无法注销账号，因为还有事项正在进行：",
  },
};
