export type ModuleName = "accounts" | "catalogue" | "sales";

/** What the map says of one module; `tests/boundaries/` holds the code to it. */
export interface ModuleEntry {
  /** What it is for, in one line. */
  readonly purpose: string;
  /** Modules whose door (`index.ts`) it may call, and whose schema its foreign keys may name. */
  readonly mayUse: readonly ModuleName[];
  /**
   * Folders (`lane/`) and files beyond the shape that all modules share, each with the reason.
   */
  readonly extras: Readonly<Record<string, string>>;
}

export type ModuleMap = Readonly<Record<string, ModuleEntry>>;

/** The map: every module, what it is for, and whom it may use. The arrows have no circle. */
export const modules: Readonly<Record<ModuleName, ModuleEntry>> = {
  accounts: {
    purpose: "Who somebody is: fans, operators, their sessions, permissions and the audit log.",
    mayUse: [],
    extras: {
      "sessions/": "Reading a session cookie without the database serves the crowd's routes.",
      "sign-in/": "The sign-in library has hooks, models and routes of its own to be adapted.",
    },
  },
  catalogue: {
    purpose: "What is sold: products and variants, their names by language and prices by currency.",
    mayUse: ["accounts"],
    extras: {},
  },
  sales: {
    purpose: "Selling a stock in seconds: registration, draw, line, claims, payment and report.",
    mayUse: ["accounts", "catalogue"],
    extras: {
      "lane/":
        "The lane's writer and its log run outside any request, with a life cycle of their own.",
      "beacon/": "Reading and checking a public randomness beacon is a protocol with adapters.",
      "line/": "Registrations of a crowd are gathered and found in memory, outside any request.",
      "report/": "What is published of a sale is a format of files, read without the server.",
      "sales-context.ts": "What the module's commands and queries get joins lane, line and beacon.",
    },
  },
};
