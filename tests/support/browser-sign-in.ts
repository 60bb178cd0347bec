import { z } from "zod";
import type { Visitor } from "./browser.ts";

const mailsShape = z.object({
  mails: z.array(z.object({ to: z.string(), subject: z.string(), text: z.string().nullable() })),
});

/** What a link to sign in looks like. */
export const SIGN_IN_LINK = /\/sign-in\/mail-link\?/;

const PATIENCE_MS = 10_000;

export interface ShownMail {
  readonly subject: string;
  readonly text: string;
}

/** The mails to an address, the newest first, as /dev/mails shows them. */
export async function mailsTo({ baseUrl }: Visitor, address: string): Promise<ShownMail[]> {
  // Not by the visitor's browser, which seems to come through a proxy.
  const answer = await fetch(`${baseUrl}/dev/mails`, { headers: { accept: "application/json" } });
  const { mails } = mailsShape.parse(await answer.json());
  return mails
    .filter(({ to }) => to === address)
    .map(({ subject, text }) => ({ subject, text: text ?? "" }));
}

/** The newest link of one kind that was mailed to an address; waits until there is one. */
export async function linkMailedTo(
  visitor: Visitor,
  address: string,
  kind: RegExp,
): Promise<string> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    for (const { text } of await mailsTo(visitor, address)) {
      const link = text.match(/https?:\/\/\S+/g)?.find((found) => kind.test(found));
      if (link !== undefined) return link;
    }
    if (performance.now() > deadline) throw new Error(`no link like ${kind} came to ${address}`);
    await Bun.sleep(50);
  }
}

/** Signs in as fans do without a password, in either language, with or without JavaScript. */
export async function signInByMail(visitor: Visitor, address: string): Promise<void> {
  const { page } = visitor;
  await page.goto("/sign-in");
  await page.locator("input[type=email]").fill(address);
  await page.locator("form:has(input[type=email])").getByRole("button").click();
  await page.goto(await linkMailedTo(visitor, address, SIGN_IN_LINK));
  await page.locator("form[action$=verify]").getByRole("button").click();
  // What is asked for next must not cut off the answer that signs in.
  await page.waitForURL(({ pathname }) => !/^\/(sign-in|api)\//.test(pathname));
}
