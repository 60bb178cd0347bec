import { z } from "@hono/zod-openapi";
import { saleStates } from "./rules/sale-states.ts";
import { isUuid } from "../../platform/ids.ts";

/**
 * An id of ours. It has one spelling: keys, locks and lanes are found by it, so that another
 * spelling of the same UUID would be another sale to everything but PostgreSQL.
 */
const id = z
  .string()
  .refine(isUuid, "must be an id: a UUID in lower case")
  .openapi({ type: "string", format: "uuid" });

/** Text on one line, without control characters and marks that turn its direction. */
const plainText = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine(
      (text) => !/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u.test(text),
      "holds characters that are no plain text",
    );

const instant = z.iso.datetime({ offset: true }).openapi({ example: "2026-12-01T10:00:00Z" });

const translations = z
  .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), plainText(200))
  .refine((names) => Object.keys(names).length > 0, "at least one language is needed")
  .refine((names) => Object.keys(names).length <= 50, "at most 50 languages")
  .openapi({ example: { en: "First round", "zh-Hans": "首轮" } });

const offeredVariant = z.strictObject({
  variantId: id,
  stock: z.int().min(0).max(10_000_000),
  claimLimit: z.int().min(1).max(100).default(1),
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
  admissionMargin: z.number().min(0).max(10),
  waitingLimit: z.int().min(0).max(1_000_000).nullable(),
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
    admissionMargin: offer.admissionMargin.default(0.1),
    waitingLimit: offer.waitingLimit.default(null),
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
  place: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
});
export const claimParams = saleParams.extend({ claimId: id });

const limit = z.coerce.number().int().min(1).max(100).default(20);

/** The cursor is the id of the last sale of the page before. */
export const salePageQuery = z.strictObject({ cursor: id.optional(), limit });

/** The cursor is the last number of the page before. */
export const registrationPageQuery = z.strictObject({
  cursor: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .optional(),
  limit,
});

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

/** The public reasons for which a place may be barred. */
const barReasons = [
  "duplicate_person",
  "automated_registration",
  "eligibility_not_met",
  "terms_violated",
  "payment_fraud",
] as const;

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

export const saleSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(["draw", "open"]),
    state: z.enum(saleStates),
    names: translations,
    variants: z.array(z.object({ variantId: z.uuid(), stock: z.int(), claimLimit: z.int() })),
    registrationOpensAt: instant.nullable(),
    registrationClosesAt: instant.nullable(),
    opensAt: instant.nullable(),
    endsAt: instant.nullable(),
    holdSeconds: z.int(),
    admissionMargin: z.number(),
    waitingLimit: z.int(),
    registrations: z.int(),
    draw: z
      .object({
        mode: z.enum(["beacon", "beaconless"]),
        beaconChain: z.string().nullable(),
        beaconRound: z.int().nullable(),
        secretHash: z.string().nullable(),
        entrants: z.int().nullable(),
        root: z.string().nullable(),
        rootSignature: z.string().nullable(),
        seed: z.string().nullable(),
        statement: z.string(),
      })
      .nullable(),
    haltedReason: z.string().nullable(),
    version: z.int(),
    createdAt: instant,
  })
  .openapi("Sale");

export const salePageSchema = z
  .object({ items: z.array(saleSchema), nextCursor: z.string().nullable() })
  .openapi("SalePage");

export const registrationSchema = z
  .object({
    saleId: z.uuid(),
    /** Order of arrival. */
    number: z.int(),
    registeredAt: instant,
    latecomer: z.boolean(),
    /** 32 bytes, hex: with them the fan, and nobody else, finds the own leaf in the list. */
    randomBytes: z.string(),
  })
  .openapi("Registration");

export const registrationReceiptSchema = registrationSchema
  .extend({
    fanId: z.uuid(),
    leaf: z.string(),
    signature: z.string(),
    publicKey: z.string(),
  })
  .openapi("RegistrationReceipt");

export const registrationPageSchema = z
  .object({
    items: z.array(
      z.object({
        number: z.int(),
        place: z.int().nullable(),
        fanId: z.uuid().nullable(),
        standing: z.enum(["entered", "withdrawn", "left"]),
        registeredAt: instant,
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi("RegistrationPage");

export const placeSchema = z
  .object({
    saleId: z.uuid(),
    number: z.int(),
    /** Null in an open sale, which has no line. */
    place: z.int().nullable(),
    pass: z.string(),
    passExpiresAt: instant,
  })
  .openapi("Place");

export const claimSchema = z
  .object({
    claim: z.object({
      id: z.uuid(),
      saleId: z.uuid(),
      place: z.int(),
      state: z.enum(["waiting", "held", "released", "expired"]),
      lines: z.array(z.object({ variantId: z.uuid(), quantity: z.int() })),
      expiresAt: instant.nullable(),
    }),
    receipt: z.object({
      saleId: z.uuid(),
      sequence: z.int(),
      digest: z.string(),
      signature: z.string(),
    }),
  })
  .openapi("Claim");

export const barSchema = z
  .object({
    place: z.int(),
    reason: z.enum(barReasons),
    note: z.string(),
    barredAt: instant,
    restoredAt: instant.nullable(),
  })
  .openapi("Bar");

export const nowSchema = z
  .object({
    saleId: z.uuid(),
    state: z.string(),
    serverTime: instant,
    registrationClosesAt: instant.nullable(),
    opensAt: instant.nullable(),
    asOf: z.object({ sequence: z.int(), at: instant }).nullable(),
    line: z
      .object({
        places: z.int(),
        admittedThrough: z.int(),
        admittedPerMinute: z.int(),
        waiting: z.int(),
      })
      .nullable(),
    units: z.object({ stock: z.int(), held: z.int(), free: z.int() }),
    variants: z.array(z.object({ variantId: z.uuid(), stock: z.int(), free: z.int() })),
    claims: z.object({ held: z.int(), waiting: z.int(), perSecond: z.int() }),
    soldOut: z.boolean(),
    final: z.boolean(),
    nextPollSeconds: z.object({ least: z.number(), most: z.number() }),
  })
  .openapi("Now");

export const receiptCheckSchema = z
  .object({ stands: z.boolean(), recordedAt: instant.nullable() })
  .openapi("ReceiptCheck");
