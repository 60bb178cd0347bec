import { fail, ok, type Result } from "../../../platform/failure.ts";
import { isUuid } from "../../../platform/ids.ts";
import { joinSale } from "../commands/join-sale.ts";
import { leaveSale } from "../commands/leave-sale.ts";
import { makeAppeal } from "../commands/make-appeal.ts";
import { makeClaim, type MadeClaim } from "../commands/make-claim.ts";
import type { CodeDesk } from "../commands/redeem-friend-code.ts";
import { salesFailures as failures } from "../failures.ts";
import { keepsLane, presentAbsence } from "../lane/absent-lane.ts";
import type { NowBytes, NowDocument } from "../lane/now-document.ts";
import { type RequestSource, signUpOrigin } from "../line/sign-up-tracer.ts";
import type { LineOfSale } from "../line/line.ts";
import { type PublicSale, publicSale } from "../queries/find-public-sale.ts";
import { findSale } from "../queries/find-sale.ts";
import { findStanding, type Standing } from "../queries/find-standing.ts";
import { listSales } from "../queries/list-sales.ts";
import type { ReportDesk } from "../report/make-report.ts";
import type { ClaimLine } from "../rules/claim-lines.ts";
import { decodePass } from "../rules/pass.ts";
import type { SignedReport } from "../rules/report.ts";
import type { SalesContext } from "../sales-context.ts";
import { isPublic } from "../store.ts";
import { crowdDeps, PASS_COOKIE, passOfCookie } from "./claim-routes.ts";
import type { FanReader } from "./fans.ts";
import { registrationLinks, type RegistrationLinks } from "./registration-links.ts";
import type { CrowdDeps } from "../../../platform/http/crowd-chain.ts";

/** What pages for fans ask of the sales, besides what all modules may. */
export interface FanPages extends RegistrationLinks {
  /** Published sales, newest first: at most 50. */
  listSales(): Promise<PublicSale[]>;
  /** A published sale; a draft is not there. */
  findSale(saleId: string): Promise<PublicSale | undefined>;
  /** A draft as everybody will see it; only for a page that operators alone may read. */
  findDraft(saleId: string): Promise<PublicSale | undefined>;
  /** @returns `sale_not_found`, or `lane_elsewhere` and `sale_halted` where the lane is not here */
  findNow(saleId: string): Promise<Result<NowDocument>>;
  /** @returns `sale_not_found` */
  findStanding(saleId: string, fanId: string): Promise<Result<Standing>>;
  /**
   * @param proof the solved challenge that the form brought, if it did
   * @returns as `POST …/registrations` answers
   */
  register(
    saleId: string,
    fanId: string,
    proof: string | undefined,
    from: RequestSource,
  ): Promise<Result<void>>;
  /** @returns as `DELETE …/registrations/mine` answers */
  leave(saleId: string, fanId: string): Promise<Result<void>>;
  /** @returns as `POST …/appeals` answers */
  appeal(saleId: string, fanId: string, text: string): Promise<Result<void>>;
  /** @returns as `POST …/code-claims` answers */
  redeemCode(
    saleId: string,
    asking: { readonly fanId: string; readonly clientAddress: string },
    code: string,
  ): Promise<Result<void>>;
  /**
   * Claims with the pass in the request's cookie, which a page of this site must have sent: the
   * crowd's way for browsers. @returns as `POST …/claims` answers
   */
  claimWithPass(
    request: Request,
    saleId: string,
    lines: readonly { readonly variantId: string; readonly quantity: number }[],
  ): Promise<Result<MadeClaim>>;
  /** The `Set-Cookie` that brings a pass to the claims of one path, and nowhere else. */
  passCookie(place: { readonly pass: string; readonly passExpiresAt: Date }, path: string): string;
  /** The report as published. @returns `sale_not_found` or `report_not_ready` */
  findReport(saleId: string): Promise<Result<SignedReport>>;
  /** For a route of the pages behind the crowd's chain. */
  readonly crowdDeps: CrowdDeps;
}

export function createFanPages(
  context: SalesContext,
  fans: FanReader,
  desk: Pick<ReportDesk, "find">,
  codes: CodeDesk,
): FanPages {
  const { platform, lanes } = context;
  const withLine = async <Value>(
    saleId: string,
    use: (line: LineOfSale) => Promise<Result<Value>>,
  ): Promise<Result<Value>> => {
    const line = isUuid(saleId) ? await context.line.find(saleId) : undefined;
    return line === undefined ? noSuchSale(saleId) : use(line);
  };
  return {
    crowdDeps: crowdDeps(context),
    async listSales() {
      const { items } = await listSales(context, { limit: 50 }, false);
      return items.map(publicSale);
    },
    async findSale(saleId) {
      const { sale } = isUuid(saleId) ? await context.resting.find(saleId) : { sale: undefined };
      return sale !== undefined && isPublic(sale) ? publicSale(sale) : undefined;
    },
    async findDraft(saleId) {
      const found = isUuid(saleId) ? await findSale(context, saleId) : undefined;
      return found?.ok === true && found.value.state === "draft"
        ? publicSale(found.value)
        : undefined;
    },
    async findNow(saleId) {
      const lane = lanes.find(saleId);
      if (lane !== undefined) return ok(documentOf(lane.now));
      const found = isUuid(saleId) ? await context.resting.find(saleId) : undefined;
      if (found?.now === undefined || found.sale === undefined) return noSuchSale(saleId);
      // A sale whose lane another server runs is that server's to tell.
      if (keepsLane(found.sale)) return { ok: false, failure: presentAbsence(found.sale) };
      return ok(documentOf(found.now));
    },
    findStanding: (saleId, fanId) => withLine(saleId, (line) => findStanding(context, line, fanId)),
    ...registrationLinks(context),
    register: (saleId, fanId, proof, { headers, clientAddress }) =>
      withLine(saleId, async (line) => {
        const origin = signUpOrigin(headers, clientAddress);
        return done(await joinSale(context, line, fanId, { by: "proof", proof }, origin));
      }),
    leave: (saleId, fanId) => withLine(saleId, (line) => leaveSale(context, line, fanId)),
    appeal: (saleId, fanId, text) =>
      withLine(saleId, async (line) => done(await makeAppeal(context, line, fanId, text))),
    redeemCode: (saleId, asking, code) =>
      withLine(saleId, async (line) => done(await codes.redeem(line, asking, code))),
    claimWithPass: (request, saleId, lines) => claimWithPass(context, fans, request, saleId, lines),
    passCookie({ pass, passExpiresAt }, path) {
      const secure = platform.config.baseUrl.startsWith("https:") ? "; Secure" : "";
      return `${PASS_COOKIE}=${pass}; Path=${path}; HttpOnly; SameSite=Strict; Expires=${passExpiresAt.toUTCString()}${secure}`;
    },
    async findReport(saleId) {
      if (!isUuid(saleId)) return noSuchSale(saleId);
      const found = await desk.find(saleId);
      // Our own text, made by `encodeReport`.
      return found.ok ? ok(JSON.parse(found.value) as SignedReport) : found;
    },
  };
}

async function claimWithPass(
  context: SalesContext,
  fans: FanReader,
  request: Request,
  saleId: string,
  lines: readonly { readonly variantId: string; readonly quantity: number }[],
): Promise<Result<MadeClaim>> {
  const lane = context.lanes.find(saleId);
  if (lane === undefined) {
    const { sale } = isUuid(saleId) ? await context.resting.find(saleId) : { sale: undefined };
    return sale === undefined ? noSuchSale(saleId) : { ok: false, failure: presentAbsence(sale) };
  }
  if (!fans.comesFromUs(request)) {
    return fail(failures.foreign_origin, "Cookies count only for pages of this site.");
  }
  const text = passOfCookie(request.headers.get("cookie"));
  if (text === undefined) return fail(failures.pass_missing, "Take your place to get a pass.");
  const pass = decodePass(text, lane.saleBytes, lane.passKey, context.platform.clock.wallMs());
  if (!pass.ok) return fail(failures[pass.problem], "Take your place again to get a new pass.");
  const wanted: ClaimLine[] = [];
  for (const { variantId, quantity } of lines) {
    const index = lane.indexOf(variantId);
    if (index === undefined) {
      return fail(failures.unknown_variant, `This sale does not sell ${variantId.slice(0, 40)}.`);
    }
    wanted.push([index, quantity]);
  }
  return makeClaim(lane, pass.place, lane.writer.state.pool.of(wanted));
}

const documents = new WeakMap<NowBytes, NowDocument>();

/** The document that was rendered; read once for all who look at it until the next. */
function documentOf(now: NowBytes): NowDocument {
  let document = documents.get(now);
  if (document === undefined) {
    // Our own bytes, made by `renderNow`.
    document = JSON.parse(new TextDecoder().decode(now.body)) as NowDocument;
    documents.set(now, document);
  }
  return document;
}

function noSuchSale(saleId: string) {
  return fail(failures.sale_not_found, `No sale has the id ${saleId.slice(0, 40)}.`);
}

function done(result: Result<unknown>): Result<void> {
  return result.ok ? ok(undefined) : result;
}
