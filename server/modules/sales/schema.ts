import { z } from "@hono/zod-openapi";
import { INTEGER_MOST, pageLimit, wholeNumber } from "../../platform/http/whole-numbers.ts";
import { isUuid } from "../../platform/ids.ts";
import { appealDecisions, appealStates, type AppealDecision } from "./rules/appeals.ts";
import { barReasons } from "./rules/bar-reasons.ts";
import { friendCodeStates } from "./rules/friend-codes.ts";
import { saleStates } from "./rules/sale-states.ts";

/**
 * An id of ours. It has one spelling: keys, locks and lanes are found by it, so that another
 * spelling of the same UUID would be another sale to everything but PostgreSQL.
 */
const id = z
  .string()
  .refine(isUuid, "must be an id: a UUID in lower case")
  .openapi({ type: "string", format: "uuid" });

/** Text on one line, without control characters and marks that turn its direction. */
export const plainText = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine(
      (text) => !/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u.test(text),
      "holds characters that are no plain text",
    );

export const instant = z.iso
  .datetime({ offset: true })
  .openapi({ example: "2026-12-01T10:00:00Z" });

export const translations = z
  .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), plainText(200))
  .refine((names) => Object.keys(names).length > 0, "at least one language is needed")
  .refine((names) => Object.keys(names).length <= 50, "at most 50 languages")
  .openapi({ example: { en: "First round", "zh-Hans": "首轮" } });

const offeredVariant = z.strictObject({
  variantId: id,
  stock: z.int().min(0).max(10_000_000),
  claimLimit: z.int().min(1).max(100).default(1),
});

/** How much work a browser does before it registers: hashes at most, half as many on average. */
export const proofOfWork = z
  .strictObject({ difficulty: z.int().min(1_000).max(10_000_000) })
  .openapi({ example: { difficulty: 300_000 } });

const currencies = new Set(Intl.supportedValuesOf("currency"));
const deposit = z.strictObject({
  amountMinor: z.int().min(1).max(1_000_000_000_000),
  currency: z.string().refine((code) => currencies.has(code), "is no ISO 4217 code"),
});

/** Whoever fulfils one of the clauses may register. */
export const eligibility = z.strictObject({
  anyOf: z
    .array(
      z.union([
        z.strictObject({ accountAgeDays: z.int().min(1).max(3_650) }),
        z.strictObject({ earlierPurchase: z.literal(true) }),
        z.strictObject({ deposit }),
      ]),
    )
    .min(1)
    .refine(
      (clauses) => new Set(clauses.flatMap(Object.keys)).size === clauses.length,
      "a clause stands twice",
    ),
});

const offer = {
  names: translations,
  variants: z.array(offeredVariant).min(1).max(50),
  drawMode: z.enum(["beacon", "beaconless"]).nullable(),
  registrationOpensAt: instant.nullable(),
  registrationClosesAt: instant.nullable(),
  opensAt: instant.nullable(),
  endsAt: instant.nullable(),
  holdSeconds: z.int().min(5).max(604_800),
  paymentSeconds: z.int().min(5).max(86_400),
  ordersPerAddress: z.int().min(1).max(1_000).nullable(),
  ordersPerInstrument: z.int().min(1).max(1_000).nullable(),
  admissionMargin: z.number().min(0).max(10),
  waitingLimit: z.int().min(0).max(1_000_000).nullable(),
  proofOfWork: proofOfWork.nullable(),
  eligibility: eligibility.nullable(),
  /** An ended sale: its entrants who got nothing there get the first places here. */
  carryOverFrom: id.nullable().openapi({ type: ["string", "null"], format: "uuid" }),
};

export const createSaleBody = z
  .strictObject({
    kind: z.enum(["draw", "open"]),
    ...offer,
    drawMode: offer.drawMode.default(null),
    registrationOpensAt: offer.registrationOpensAt.default(null),
    registrationClosesAt: offer.registrationClosesAt.default(null),
    opensAt: offer.opensAt.default(null),
    endsAt: offer.endsAt.default(null),
    holdSeconds: offer.holdSeconds.default(900),
    paymentSeconds: offer.paymentSeconds.default(600),
    ordersPerAddress: offer.ordersPerAddress.default(null),
    ordersPerInstrument: offer.ordersPerInstrument.default(null),
    admissionMargin: offer.admissionMargin.default(0.1),
    waitingLimit: offer.waitingLimit.default(null),
    proofOfWork: offer.proofOfWork.default(null),
    eligibility: offer.eligibility.default(null),
    carryOverFrom: offer.carryOverFrom.default(null),
  })
  .openapi("CreateSale");

export const changeSaleBody = z
  .strictObject({ version: z.int().min(1), ...offer })
  .partial()
  .required({ version: true })
  .openapi("ChangeSale");

export type CreateSaleInput = z.output<typeof createSaleBody>;
export type ChangeSaleInput = z.output<typeof changeSaleBody>;

export const saleParams = z.object({ saleId: id });
export const placeParams = saleParams.extend({
  place: wholeNumber(1, INTEGER_MOST),
});
export const claimParams = saleParams.extend({ claimId: id });

export const limit = pageLimit();

/** The cursor is the id of the last sale of the page before. */
export const salePageQuery = z.strictObject({ cursor: id.optional(), limit });

/** For operators, who also look for the sales in one state. */
export const draftPageQuery = salePageQuery.extend({ state: z.enum(saleStates).optional() });

/** The cursor is the last number of the page before. */
export const claimBody = z
  .strictObject({
    lines: z
      .array(z.strictObject({ variantId: z.uuid(), quantity: z.int().min(1).max(10_000) }))
      .min(1)
      .max(20)
      .refine(
        (lines) => new Set(lines.map((line) => line.variantId)).size === lines.length,
        "a variant stands twice",
      ),
  })
  .openapi("MakeClaim");

export const barBody = z
  .strictObject({
    place: z
      .int()
      .min(1)
      .max(2 ** 31 - 1),
    reason: z.enum(barReasons),
    /** For the staff; never shown to the public. */
    note: z
      .string()
      .max(2_000)
      .refine((text) => !/[\0\p{Cs}]/u.test(text), "holds characters that are no text")
      .default(""),
  })
  .openapi("BarPlace");

export const stockAdditionBody = z
  .strictObject({ variantId: id, units: z.int().min(1).max(10_000_000) })
  .openapi("AddStock");

export const admissionLimitBody = z
  .strictObject({ placesPerMinute: z.int().min(1).max(10_000_000).nullable() })
  .openapi("AdmissionLimit");

export const datesBody = z
  .strictObject({ opensAt: instant.nullable(), endsAt: instant.nullable() })
  .openapi("SaleDates");

export const endingBody = z
  .strictObject({ reason: plainText(200).default("stopped by the operator") })
  .openapi("EndSale");

export const receiptBody = z
  .strictObject({
    saleId: id,
    sequence: z.int().min(1),
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
  })
  .openapi("ClaimReceipt");

/** Text of several lines, without control characters and marks that turn its direction. */
const longText = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .refine(
      (text) => !/[^\P{Cc}\n\r\t]|[\p{Cs}\u2028-\u202e\u2066-\u2069]/u.test(text),
      "holds characters that are no plain text",
    );

export const appealBody = z
  .strictObject({ text: longText(4_000).refine((text) => text.length >= 10, "is too short") })
  .openapi("MakeAppeal");

const decisions = Object.keys(appealDecisions) as [AppealDecision, ...AppealDecision[]];

export const appealDecisionBody = z
  .strictObject({
    decision: z.enum(decisions),
    /** Read by the fan, on the page and in a mail. */
    answer: longText(4_000).default(""),
  })
  .refine(({ decision, answer }) => decision === "restore" || answer !== "", {
    path: ["answer"],
    message: "is needed where the bar is upheld",
  })
  .openapi("DecideAppeal");

export const appealParams = saleParams.extend({ appealId: id });

/** The cursor is the id of the last appeal of the page before. */
export const appealPageQuery = z.strictObject({
  state: z.enum(appealStates).optional(),
  cursor: id.optional(),
  limit,
});

/** The longest token that is worth a look; a token of ours has fewer characters. */
export const registrationLinkBody = z
  .strictObject({ token: z.string().min(1).max(200) })
  .openapi("RegistrationLinkUse");

/** For whom codes are: so many for nobody yet, or one for each of these fans. */
const recipients = {
  count: z.int().min(1).max(1_000).optional(),
  fanIds: z.array(id).min(1).max(1_000).optional(),
  emails: z.array(z.email().max(254)).min(1).max(1_000).optional(),
};

export const friendCodesBody = z
  .strictObject({
    variantId: id,
    /** Units that each code is worth. */
    units: z.int().min(1).max(100).default(1),
    ...recipients,
    expiresAt: instant.nullable().default(null),
    /** For the staff. */
    note: longText(500).default(""),
  })
  .refine(
    ({ count, fanIds, emails }) =>
      [count, fanIds, emails].filter((part) => part !== undefined).length === 1,
    "one of count, fanIds and emails says for whom the codes are",
  )
  .refine(
    ({ fanIds = [], emails = [] }) =>
      new Set(fanIds).size === fanIds.length &&
      new Set(emails.map((email) => email.toLowerCase())).size === emails.length,
    "a fan stands twice",
  )
  .openapi("IssueFriendCodes");

export type FriendCodesBody = z.output<typeof friendCodesBody>;

const codeNumber = wholeNumber(1, INTEGER_MOST);

export const friendCodeParams = saleParams.extend({ number: codeNumber });

/** The cursor is the last number of the page before. */
export const friendCodePageQuery = z.strictObject({
  state: z.enum(friendCodeStates).optional(),
  cursor: codeNumber.optional(),
  limit,
});

export const codeClaimBody = z
  .strictObject({ code: z.string().max(100).openapi({ example: "7K3M-9QXD-VT2B-HJ5N-C8RW" }) })
  .openapi("RedeemFriendCode");
