export type ModuleName =
  | "accounts"
  | "catalogue"
  | "settings"
  | "sales"
  | "orders"
  | "notices"
  | "rehearsals"
  | "shop"
  | "console";

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
      "account-pages/": "The account page is made of parts, each with forms and pages of its own.",
      "sessions/": "Reading a session cookie without the database serves the crowd's routes.",
      "sign-in/": "The sign-in library has hooks, models and routes of its own to be adapted.",
    },
  },
  catalogue: {
    purpose: "What is sold: products and variants, their names by language and prices by currency.",
    mayUse: ["accounts"],
    extras: {},
  },
  settings: {
    purpose: "What a brand sets for its whole site: name, logo, colours, languages, currencies.",
    mayUse: ["accounts", "catalogue"],
    extras: {
      "follow-brand.ts": "Pages ask for the brand from memory, which follows other servers.",
    },
  },
  sales: {
    purpose: "Selling a stock in seconds: registration, draw, line, claims, payment and report.",
    mayUse: ["accounts", "catalogue"],
    extras: {
      "lane/":
        "The lane's writer and its log run outside any request, with a life cycle of their own.",
      "beacon/": "Reading and checking a public randomness beacon is a protocol with adapters.",
      "line/": "Registrations of a crowd are gathered and found in memory, outside any request.",
      "clusters/":
        "What looks like one hand is found by a walk through a sale, and remembered for a while.",
      "live/": "What control rooms are told runs outside any request, shared by all who watch.",
      "proof-of-work/": "What a browser solves before it registers is a protocol of a library's.",
      "report/": "What is published of a sale is a format of files, read without the server.",
      "answer-schema.ts": "What many routes answer has schemas beside those of what they take in.",
      "sales-context.ts": "What the module's commands and queries get joins lane, line and beacon.",
    },
  },
  orders: {
    purpose:
      "What was bought: orders made from claims, their payment, refunds and delivery details.",
    mayUse: ["accounts", "catalogue", "sales"],
    extras: {
      "payment/": "Paying runs outside any request too, and speaks to providers by adapters.",
      "deposits/": "Deposits run outside any request too, by a protocol of their own.",
      "order-desk/": "What looks like one hand in a sale's orders is found by a walk through them.",
      "orders-context.ts": "What the module's commands and queries get joins payments and sales.",
    },
  },
  shop: {
    purpose: "What fans see of a sale without the web app: pages of sale, line, order and report.",
    mayUse: ["accounts", "catalogue", "sales", "orders"],
    extras: {
      "pages/": "Pages are markup and words, which no other module has.",
      "browser/": "What runs in the fan's browser is no part of the server.",
    },
  },
  notices: {
    purpose: "What fans are told by mail of sales and orders: each once, in their language.",
    mayUse: ["accounts", "catalogue", "sales", "orders"],
    extras: {
      "sources/": "Where notices come from differs; each source follows one of them by a cursor.",
      "texts/": "Mails are words by language, in tables of their own.",
    },
  },
  rehearsals: {
    purpose: "Rehearsing a sale from the console: simulated fans, progress, results kept.",
    mayUse: ["accounts", "sales"],
    extras: {
      "run/": "A rehearsal is a process of its own, with a life cycle outside any request.",
    },
  },
  console: {
    purpose: "What needs an operator now: a list made from what the other modules tell.",
    mayUse: ["accounts", "catalogue", "sales", "orders"],
    extras: {},
  },
};
