import type { Locator, Page } from "playwright-core";
import type { TestChromium, Visitor, VisitorOptions } from "../support/browser.ts";
import { expectGoodPage } from "./good-page.ts";
import type { JourneySite } from "./journey-site.ts";

/** More presses than any page needs from the field before. */
const MOST_TABS = 40;

/** Somebody of the staff before the console, by what they see. */
export class Operator {
  readonly visitor: Visitor;
  readonly page: Page;
  readonly language: "en" | "zh-Hans";

  constructor(visitor: Visitor, language: "en" | "zh-Hans") {
    this.visitor = visitor;
    this.page = visitor.page;
    this.language = language;
  }

  button(name: string | RegExp) {
    return this.page.getByRole("button", { name, exact: true });
  }

  link(name: string | RegExp) {
    return this.page.getByRole("link", { name, exact: true });
  }

  field(label: string | RegExp) {
    return this.page.getByLabel(label, { exact: true });
  }

  /** Opens a page of the console, and waits until it is about this. */
  async opens(path: string, heading: string | RegExp): Promise<void> {
    await this.page.goto(path);
    await this.reads(heading);
  }

  /** Waits until the page is about this. @throws Error with what it says instead */
  reads(heading: string | RegExp): Promise<void> {
    const found = this.page.getByRole("heading", { level: 1, name: heading });
    return this.waitsFor(found, `the heading “${heading.toString()}”`);
  }

  /** Waits until the page says this somewhere. @throws Error with what it says instead */
  sees(text: string | RegExp): Promise<void> {
    return this.waitsFor(this.page.getByText(text).first(), `“${text.toString()}”`);
  }

  /** Goes on with the Tab key until the element has the focus, and shows it uncovered. */
  async tabsTo(element: Locator): Promise<void> {
    for (let presses = 0; presses < MOST_TABS; presses += 1) {
      await this.page.keyboard.press("Tab");
      if (!(await element.evaluate((node) => node.matches(":focus-visible")))) continue;
      const isSeen = await element.evaluate((node) => {
        const { left, top, width, height } = node.getBoundingClientRect();
        const uppermost = node.ownerDocument.elementFromPoint(left + width / 2, top + height / 2);
        return uppermost !== null && (node.contains(uppermost) || uppermost.contains(node));
      });
      if (isSeen) return;
      throw new Error(`the focus on ${element.toString()} is covered at ${this.page.url()}`);
    }
    throw new Error(`the keyboard does not reach ${element.toString()} at ${this.page.url()}`);
  }

  /** Goes to the field by the Tab key and types. */
  async types(label: string | RegExp, text: string): Promise<void> {
    await this.tabsTo(this.field(label));
    await this.page.keyboard.type(text);
  }

  /** Goes to it by the Tab key and presses Enter. */
  async enters(element: Locator): Promise<void> {
    await this.tabsTo(element);
    await this.page.keyboard.press("Enter");
  }

  /** The page as it is now must be good, whoever reads it. */
  async finds(): Promise<void> {
    await expectGoodPage(this.visitor, this.language);
  }

  private async waitsFor(found: ReturnType<Page["getByText"]>, what: string): Promise<void> {
    try {
      await found.waitFor();
    } catch (error) {
      const said = await this.page.locator("body").innerText();
      const message = `waited for ${what} at ${this.page.url()}, which says:\n${said}`;
      throw new Error(message, { cause: error });
    }
  }
}

/** The owner, signed in by a link as the server prints one. */
export async function newOwner(
  chromium: TestChromium,
  site: JourneySite,
  options: VisitorOptions = {},
): Promise<Operator> {
  const visitor = await chromium.visit(site.url, options);
  const { url } = await site.millet.accounts.createOwnerLink();
  await visitor.page.goto(url);
  await visitor.page.locator("main form button").click();
  await visitor.page.waitForURL("**/console");
  return new Operator(visitor, options.language ?? "en");
}
