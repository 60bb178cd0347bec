/**
 * Takes a picture of a page as a fan sees it, and tells what is wrong with it unseen:
 *
 *     bun tests/support/look.ts <url> <out.png> [--width 360] [--dark] [--lang zh-Hans]
 *         [--no-script] [--full] [--as ana@example.com] [--cookie name=value]… [--axe]
 *
 * `--as` signs in first, by the link in /dev/mails. `--full` shows the page to its end.
 */
import { parseArgs } from "node:util";
import { launchChromium, openVisitor } from "./browser.ts";
import { findBarriers } from "./browser-axe.ts";
import { signInByMail } from "./browser-sign-in.ts";
import { watchPages } from "./browser-watch.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    width: { type: "string", default: "1280" },
    dark: { type: "boolean", default: false },
    lang: { type: "string", default: "en" },
    "no-script": { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    as: { type: "string" },
    cookie: { type: "string", multiple: true, default: [] },
    axe: { type: "boolean", default: false },
  },
});
const [url = "", path = "page.png"] = positionals;
const browser = await launchChromium();
const visitor = await openVisitor(browser, new URL(url).origin, {
  width: Number(values.width),
  colours: values.dark ? "dark" : "light",
  language: values.lang === "zh-Hans" ? "zh-Hans" : "en",
  script: !values["no-script"],
});
const { context, page } = visitor;
const watch = watchPages(context, url);
await context.addCookies(
  values.cookie.map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  }),
);
if (values.as !== undefined) await signInByMail(visitor, values.as);
const answer = await page.goto(url);
await page.screenshot({ path, fullPage: values.full });
console.log(`${answer?.status()} ${await page.title()} -> ${path}`);
const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
if (Number(overflow) > 0) console.log(`wider than the window by ${String(overflow)} px`);
for (const problem of watch.problems()) console.log(problem);
if (values.axe) for (const barrier of await findBarriers(visitor)) console.log(barrier);
await browser.close();
