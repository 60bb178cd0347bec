import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import type { Visitor } from "./browser.ts";

/** WCAG 2.2 to level AA, and what axe calls good practice. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * What axe finds wrong with a page as it is shown now, one line for each place; empty if nothing.
 * No rule is switched off.
 */
export async function findBarriers(visitor: Visitor): Promise<readonly string[]> {
  return visitor.script ? runAxe(visitor.page) : withScript(visitor, () => runAxe(visitor.page));
}

async function runAxe(page: Page): Promise<readonly string[]> {
  // Legacy mode does without a second page, in which JavaScript might again be off.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).withTags(TAGS);
  const { violations, passes } = await axe.analyze();
  if (passes.length === 0) throw new Error(`axe looked at nothing on ${page.url()}`);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => {
      const why = failureSummary.split("\n").slice(1).join(" ").trim();
      return `${id} (${help}) at ${target.join(" ")}: ${why}`;
    }),
  );
}

/**
 * Does the work in a page that was loaded without JavaScript. Axe is a script and waits for
 * promises, which never settle there. What the page did not run when it came, it does not run now.
 */
async function withScript<Value>(
  { context, page }: Visitor,
  work: () => Promise<Value>,
): Promise<Value> {
  const session = await context.newCDPSession(page);
  const command = "Emulation.setScriptExecutionDisabled";
  // Only a change takes effect, and this session has not yet said what Playwright's has.
  await session.send(command, { value: true });
  await session.send(command, { value: false });
  try {
    return await work();
  } finally {
    // The session stays: its end would leave scripts on.
    await session.send(command, { value: true });
  }
}
