import type { Locator, Page } from "playwright-core";
import type { TestChromium, Visitor, VisitorOptions } from "../support/browser.ts";
import { linkMailedTo, SIGN_IN_LINK } from "../support/browser-sign-in.ts";
import { expectGoodPage } from "./good-page.ts";
import type { JourneySale } from "./journey-sale.ts";
import type { JourneySite } from "./journey-site.ts";
import { type Words, words } from "./words.ts";

/** No page makes somebody press the key more often to come to what it is about. */
const MOST_TABS = 10;

/** Ten seconds and more. */
const MOST_LOOKS = 50;

/** Somebody who buys, by what they see: every step is a link, a label or a button. */
export class Fan {
  readonly visitor: Visitor;
  readonly page: Page;
  readonly address: string;
  readonly language: "en" | "zh-Hans";
  readonly words: Words;

  constructor(visitor: Visitor, address: string, language: "en" | "zh-Hans") {
    this.visitor = visitor;
    this.page = visitor.page;
    this.address = address;
    this.language = language;
    this.words = words[language];
  }

  button(name: string) {
    return this.page.getByRole("button", { name, exact: true });
  }

  link(name: string) {
    return this.page.getByRole("link", { name, exact: true });
  }

  /** Waits until the page is about this. */
  reads(heading: string): Promise<void> {
    const found = this.page.getByRole("heading", { level: 1, name: heading, exact: true });
    return this.waitsFor(found, `the heading “${heading}”`);
  }

  /** Waits until the page says this somewhere. */
  sees(text: string): Promise<void> {
    return this.waitsFor(this.page.getByText(text).first(), `“${text}”`);
  }

  /** Goes on with the Tab key until the element has the focus, and shows it. */
  async tabsTo(element: Locator): Promise<void> {
    for (let presses = 0; presses < MOST_TABS; presses += 1) {
      await this.page.keyboard.press("Tab");
      if (await element.evaluate((node) => node.matches(":focus-visible"))) return;
    }
    throw new Error(`the keyboard does not reach ${element.toString()} on ${this.page.url()}`);
  }

  /** @throws Error with what the page says instead */
  private async waitsFor(found: Locator, what: string): Promise<void> {
    try {
      await found.waitFor();
    } catch (error) {
      const said = await this.page.locator("body").innerText();
      const message = `${this.address} waited for ${what} at ${this.page.url()}, which says:\n${said}`;
      throw new Error(message, { cause: error });
    }
  }

  /** The page as it is now must be good, whoever reads it. */
  async finds(): Promise<void> {
    await expectGoodPage(this.visitor, this.language);
  }

  /** From the public page of a sale to the fan's own, by the mailed link. */
  async signInFrom(sale: Pick<JourneySale, "id">): Promise<void> {
    await this.page.goto(`/sales/${sale.id}`);
    await this.link(this.words.toRegister).click();
    await this.page.getByLabel(this.words.email).fill(this.address);
    await this.button(this.words.mailLink).click();
    await this.page.goto(await linkMailedTo(this.visitor, this.address, SIGN_IN_LINK));
    await this.button(this.words.signIn).click();
    await this.page.waitForURL(`**/sales/${sale.id}/waiting`);
  }

  /** Signs in and registers. */
  async register(sale: Pick<JourneySale, "id">): Promise<void> {
    await this.signInFrom(sale);
    await this.button(this.words.register).click();
    await this.reads(this.words.registered);
  }

  /** Looks again, as somebody does without JavaScript. */
  async looksAgain(sale: Pick<JourneySale, "id">): Promise<void> {
    await this.page.goto(`/sales/${sale.id}/waiting`);
  }

  /** Looks again until the page is about this; pages may be a second old. */
  async looksAgainUntil(sale: Pick<JourneySale, "id">, heading: string | RegExp): Promise<void> {
    const found = this.page.getByRole("heading", { level: 1, name: heading });
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      await this.looksAgain(sale);
      if (await found.isVisible()) return;
      await Bun.sleep(200);
    }
    await this.waitsFor(found, `the heading “${heading.toString()}”`);
  }

  async claim(): Promise<void> {
    await this.reads(this.words.yourTurn);
    await this.button(this.words.claim).click();
  }

  /** From the hold to the form for the payment. */
  async goesToPay(): Promise<void> {
    await this.reads(this.words.held);
    await this.link(this.words.pay).click();
    await this.reads(this.words.payTitle);
  }

  /** Fills in what a new fan has to; what is optional stays empty. */
  async fillsInAddress(): Promise<void> {
    const { name, street, city, country } = this.words.address;
    await this.page.getByLabel(name).fill("Ana Lark");
    await this.page.getByLabel(street).fill("1 Field Lane");
    await this.page.getByLabel(city).fill("Norwich");
    await this.page.getByLabel(country).selectOption("GB");
  }

  /** Sends the form, which has been filled in. */
  async pays(way: string = this.words.approvedCard): Promise<void> {
    await this.page.getByLabel(this.words.terms).check();
    await this.page.getByLabel(way).check();
    await this.page.getByRole("button", { name: this.words.payAnything }).click();
  }
}

let fans = 0;

/** Somebody new, not signed in yet. */
export async function newFan(
  chromium: TestChromium,
  site: JourneySite,
  options: VisitorOptions = {},
): Promise<Fan> {
  fans += 1;
  const visitor = await chromium.visit(site.url, options);
  return new Fan(visitor, `fan.${fans}@example.com`, options.language ?? "en");
}
