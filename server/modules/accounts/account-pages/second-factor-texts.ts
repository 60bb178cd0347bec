/** The words about the second factor of operators. */
export const secondFactorTexts = {
  title: { en: "Second factor", "zh-Hans": "第二因素" },
  missing: {
    en: "Your role does not count in this browser before you prove your second factor.",
    "zh-Hans": "在验证第二因素之前，您的员工角色在此浏览器中不生效。",
  },
  open: { en: "Go to the second factor", "zh-Hans": "前往第二因素" },
  setUpText: {
    en: "Operators prove a second factor beside the mailbox: a code of an app on their phone, or a passkey that asks for a finger, a face or a PIN.",
    "zh-Hans":
      "员工除邮箱外还需验证第二因素：手机应用生成的验证码，或需要指纹、面容或 PIN 的通行密钥。",
  },
  setUp: { en: "Set up an app", "zh-Hans": "设置验证应用" },
  orPasskey: {
    en: "Or add a passkey on your account page; the first one that an operator adds counts at once.",
    "zh-Hans": "也可以在账号页面添加通行密钥；员工添加的首个通行密钥立即生效。",
  },
  scan: {
    en: "Scan this with the app, or type the secret below it. Then enter the code that the app shows.",
    "zh-Hans": "请用应用扫描二维码，或手动输入下方密钥，然后输入应用显示的验证码。",
  },
  qr: { en: "QR code for the app", "zh-Hans": "供应用扫描的二维码" },
  secret: { en: "Secret", "zh-Hans": "密钥" },
  code: { en: "Code", "zh-Hans": "验证码" },
  confirm: { en: "Confirm", "zh-Hans": "确认" },
  enterText: {
    en: "Enter the code that your app shows, or one of your codes for paper. Each counts once.",
    "zh-Hans": "请输入应用显示的验证码，或一个备用码。每个验证码只能使用一次。",
  },
  passkeyText: {
    en: "Sign out and sign in with your passkey: that proves it.",
    "zh-Hans": "请退出后使用您的通行密钥登录，即可完成验证。",
  },
  signOut: { en: "Sign out", "zh-Hans": "退出登录" },
  lost: {
    en: "All lost? An owner can reset it, and whoever may start the server: npm run cli -- owner-link --reset-second-factor",
    "zh-Hans":
      "全部丢失？所有者可以重置；能启动服务器的人也可以运行：npm run cli -- owner-link --reset-second-factor",
  },
  wrong: {
    en: "The code is wrong, used or too old. Wait for the next one.",
    "zh-Hans": "验证码错误、已使用或已过期，请等待下一个。",
  },
  tooMany: {
    en: "Too many wrong codes. Try again in an hour.",
    "zh-Hans": "错误次数过多，请一小时后再试。",
  },
  refused: {
    en: "This cannot be done in this session. Prove your second factor first.",
    "zh-Hans": "当前会话无法执行此操作，请先验证第二因素。",
  },
  proven: {
    en: "Your second factor is proven in this browser.",
    "zh-Hans": "此浏览器已通过第二因素验证。",
  },
  backupLeft: { en: "Codes for paper that are left:", "zh-Hans": "剩余备用码数量：" },
  backupTitle: { en: "Your codes for paper", "zh-Hans": "您的备用码" },
  backupText: {
    en: "Write them down or print them now: they are not shown again. Each counts once, when the app is not at hand.",
    "zh-Hans": "请立即抄写或打印：之后不再显示。手边没有应用时可使用，每个仅可使用一次。",
  },
  renew: { en: "Make new codes for paper", "zh-Hans": "生成新的备用码" },
  remove: { en: "Remove my second factor", "zh-Hans": "移除我的第二因素" },
  done: { en: "Go to your account", "zh-Hans": "前往账号页面" },
};
