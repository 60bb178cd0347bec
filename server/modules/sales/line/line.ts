import type { Database } from "../../../platform/database/database.ts";
import { isUuid } from "../../../platform/ids.ts";
import type { Platform } from "../../../platform/platform.ts";
import type { Eligibility } from "../rules/eligibility.ts";
import { uuidBytes } from "../rules/pass.ts";
import { salesOf, loadSale } from "../store.ts";
import type { EligibilityDesk } from "./eligibility-desk.ts";
import type { Gatherer } from "../../../platform/gatherer.ts";
import { loadPlaces, type Places } from "./places.ts";
import { createRegistrationFinder, type FoundRegistration } from "./registration-finder.ts";
import {
  createRegistrationWriter,
  type RegistrationOutcome,
  type RegistrationRequest,
} from "./registration-writer.ts";
import { SignUpTracer } from "./sign-up-tracer.ts";

/** What a sale asks of those who register; frozen when it is published. */
export interface RegistrationTerms {
  readonly eligibility: Eligibility | null;
  readonly proofOfWorkDifficulty: number | null;
}

/** What one server keeps of a sale's line; all of it can be had again from the database. */
export interface LineOfSale {
  readonly saleId: string;
  readonly saleBytes: Buffer;
  readonly passKey: Buffer;
  readonly traces: SignUpTracer;
  readonly writer: Gatherer<RegistrationRequest, RegistrationOutcome>;
  readonly finder: Gatherer<string, FoundRegistration | undefined>;
  /** Undefined while the sale is a draft. */
  terms(): Promise<RegistrationTerms | undefined>;
  /** Undefined before the draw. */
  places(): Promise<Places | undefined>;
}

/** Sales whose line is kept at one time; the one used longest ago makes way. */
const SALES_MOST = 200;

/** The lines of all sales, made when they are first asked for. */
export class Line {
  private readonly platform: Platform;
  private readonly eligibility: EligibilityDesk;
  private readonly sales = new Map<string, LineOfSale>();
  private readonly onLatecomers: (saleId: string, registrations: number) => void;

  constructor(
    platform: Platform,
    eligibility: EligibilityDesk,
    onLatecomers: (saleId: string, registrations: number) => void,
  ) {
    this.platform = platform;
    this.eligibility = eligibility;
    this.onLatecomers = onLatecomers;
  }

  /** The sale's line, or undefined where there is no such sale. */
  async find(saleId: string): Promise<LineOfSale | undefined> {
    const known = this.sales.get(saleId);
    if (known !== undefined) return known;
    // Pages ask with what somebody wrote into an address or a form.
    if (!isUuid(saleId)) return undefined;
    const sale = await salesOf(this.platform.database)
      .selectFrom("sales")
      .select("id")
      .where("id", "=", saleId)
      .executeTakeFirst();
    return sale === undefined ? undefined : this.open(saleId);
  }

  private open(saleId: string): LineOfSale {
    const known = this.sales.get(saleId);
    if (known !== undefined) return known;
    const { clock, database, keys } = this.platform;
    const terms = rememberOnceFound(() => loadTerms(database, saleId));
    const line: LineOfSale = {
      saleId,
      saleBytes: uuidBytes(saleId),
      passKey: keys.derive(`pass:${saleId}`),
      traces: new SignUpTracer(keys.derive(`sign-up-traces:${saleId}`)),
      terms,
      writer: createRegistrationWriter(
        database,
        clock,
        saleId,
        (registrations) => this.onLatecomers(saleId, registrations),
        async () => {
          const eligibility = (await terms())?.eligibility ?? null;
          if (eligibility === null) return undefined;
          return (tx, fanIds) => this.eligibility.findIneligible(tx, saleId, eligibility, fanIds);
        },
      ),
      finder: createRegistrationFinder(database, saleId),
      places: rememberOnceFound(async () => {
        const sale = await loadSale(salesOf(database), saleId);
        return sale === undefined ? undefined : loadPlaces(database, sale);
      }),
    };
    this.sales.set(saleId, line);
    const oldest = this.sales.keys().next().value;
    if (this.sales.size > SALES_MOST && oldest !== undefined) this.sales.delete(oldest);
    return line;
  }
}

async function loadTerms(
  database: Database,
  saleId: string,
): Promise<RegistrationTerms | undefined> {
  const sale = await salesOf(database)
    .selectFrom("sales")
    .select(["state", "eligibility", "proof_of_work_difficulty"])
    .where("id", "=", saleId)
    .executeTakeFirst();
  if (sale === undefined || sale.state === "draft") return undefined;
  return {
    eligibility: sale.eligibility,
    proofOfWorkDifficulty: sale.proof_of_work_difficulty,
  };
}

/**
 * Asks again until there is something to remember; those who ask at the same time share one look.
 */
function rememberOnceFound<Value>(
  look: () => Promise<Value | undefined>,
): () => Promise<Value | undefined> {
  let found: Value | undefined;
  let looking: Promise<Value | undefined> | undefined;
  return async () => {
    if (found !== undefined) return found;
    looking ??= look().finally(() => {
      looking = undefined;
    });
    found = await looking;
    return found;
  };
}
