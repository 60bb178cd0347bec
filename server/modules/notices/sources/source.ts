import type { Tx } from "../../../platform/database/database.ts";
import type { Locale } from "../../../platform/locales.ts";
import type { Platform } from "../../../platform/platform.ts";
import type { Accounts } from "../../accounts/index.ts";
import type { Catalogue } from "../../catalogue/index.ts";
import type { Orders } from "../../orders/index.ts";
import type { OfferedSale, Sales } from "../../sales/index.ts";
import type { NoticeKind, SkipReason } from "../rules/notice-kinds.ts";
import type { Words } from "../texts/speech.ts";

/** What the module's commands and sources work with. */
export interface NoticesContext {
  readonly platform: Platform;
  readonly accounts: Pick<Accounts, "findFans">;
  readonly catalogue: Pick<Catalogue, "findVariants">;
  readonly sales: Sales;
  readonly orders: Pick<Orders, "listOrderChanges" | "listDepositChanges">;
}

/** One mail to be written, once it is known that the fan has an account. */
export interface Notice {
  readonly kind: NoticeKind;
  /** There is one mail for each key. */
  readonly key: string;
  readonly fanId: string;
  /** The page that it leads to. */
  readonly path: string;
  write(locale: Locale): Words;
}

export interface Skipped {
  readonly kind: NoticeKind;
  readonly reason: SkipReason;
}

/** What a source has to tell now. */
export interface Gathered {
  readonly notices: readonly Notice[];
  readonly skipped: readonly Skipped[];
  /** How many things were looked at, told or not; 0 where there was nothing. */
  readonly handled: number;
  /** When the oldest of them was due. */
  readonly dueAt: Date | undefined;
  /**
   * Moves the source's cursor in the transaction that writes the mails. @returns the keys of
   * notices that must not be sent, because what they tell has changed meanwhile
   */
  settle(tx: Tx): Promise<ReadonlySet<string>>;
}

/** Something that notices come from; it keeps a cursor, so that each is told once. */
export interface Source {
  /** As the metrics name it. */
  readonly name: string;
  /** Reads only, outside of any transaction. @param limit how many things to look at */
  gather(limit: number, now: Date): Promise<Gathered>;
}

export const nothingLeftOut: ReadonlySet<string> = new Set();

export const NOTHING: Gathered = {
  notices: [],
  skipped: [],
  handled: 0,
  dueAt: undefined,
  settle: () => Promise.resolve(nothingLeftOut),
};

/** The sales that a batch tells of, each looked up once. */
export class SaleBook {
  private readonly sales: NoticesContext["sales"];
  private readonly found = new Map<string, Promise<OfferedSale | undefined>>();

  constructor(sales: NoticesContext["sales"]) {
    this.sales = sales;
  }

  find(saleId: string): Promise<OfferedSale | undefined> {
    let sale = this.found.get(saleId);
    if (sale === undefined) {
      sale = this.sales.findSale(saleId);
      this.found.set(saleId, sale);
    }
    return sale;
  }
}

export const salePath = (saleId: string) => `/sales/${saleId}`;
export const waitingPath = (saleId: string) => `/sales/${saleId}/waiting`;
export const codePath = (saleId: string) => `/sales/${saleId}/code`;
export const depositPath = (saleId: string) => `/sales/${saleId}/deposit`;
export const orderPath = (orderId: string) => `/orders/${orderId}`;
