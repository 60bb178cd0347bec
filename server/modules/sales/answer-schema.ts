import { z } from "@hono/zod-openapi";
import { appealStates } from "./rules/appeals.ts";
import { barReasons } from "./rules/bar-reasons.ts";
import { claimStates } from "./rules/claim-states.ts";
import { friendCodeStates } from "./rules/friend-codes.ts";
import { saleStates } from "./rules/sale-states.ts";
import { eligibility, instant, proofOfWork, translations } from "./schema.ts";

export const saleSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(["draw", "open"]),
    state: z.enum(saleStates),
    names: translations,
    variants: z.array(
      z.object({
        variantId: z.uuid(),
        stock: z.int(),
        claimLimit: z.int(),
        /** Minor units by ISO 4217 code; frozen when the sale is published, null before. */
        prices: z.record(z.string(), z.int()).nullable(),
      }),
    ),
    registrationOpensAt: instant.nullable(),
    registrationClosesAt: instant.nullable(),
    opensAt: instant.nullable(),
    endsAt: instant.nullable(),
    holdSeconds: z.int(),
    paymentSeconds: z.int(),
    ordersPerAddress: z.int().nullable(),
    ordersPerInstrument: z.int().nullable(),
    admissionMargin: z.number(),
    waitingLimit: z.int(),
    proofOfWork: proofOfWork.nullable(),
    eligibility: eligibility.nullable(),
    carryOverFrom: z.uuid().nullable(),
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
        /** Entrants who get the first places, and the digest of their numbers. */
        carried: z.int().nullable(),
        carriedDigest: z.string().nullable(),
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

/** A challenge of ALTCHA, version 2, as its solvers take it. */
export const challengeSchema = z
  .object({
    parameters: z.object({
      algorithm: z.string(),
      cost: z.int(),
      keyLength: z.int(),
      keyPrefix: z.string(),
      keySignature: z.string(),
      nonce: z.string(),
      salt: z.string(),
      expiresAt: z.int(),
      data: z.object({ sale: z.string(), fan: z.string(), most: z.int() }),
    }),
    signature: z.string(),
  })
  .openapi("RegistrationChallenge");

/** Where the mail went is not said: it is the address of the account. */
export const mailedLinkSchema = z
  .object({ nextMailAt: instant, expiresAt: instant })
  .openapi("MailedRegistrationLink");

export const registrationReceiptSchema = registrationSchema
  .extend({
    fanId: z.uuid(),
    leaf: z.string(),
    signature: z.string(),
    publicKey: z.string(),
  })
  .openapi("RegistrationReceipt");

export const appealSchema = z
  .object({
    id: z.uuid(),
    state: z.enum(appealStates),
    text: z.string(),
    /** The staff's words; empty before the decision. */
    answer: z.string(),
    madeAt: instant,
    decidedAt: instant.nullable(),
  })
  .openapi("Appeal");

export const appealPageSchema = z
  .object({
    items: z.array(
      appealSchema.extend({
        place: z.int(),
        fanId: z.uuid().nullable(),
        reason: z.enum(barReasons),
        barredAt: instant,
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi("AppealPage");

/** The bar of the fan's own place, with the appeal against it. */
const barOfPlaceSchema = z
  .object({
    reason: z.enum(barReasons),
    barredAt: instant,
    appeal: appealSchema.nullable(),
  })
  .openapi("BarOfPlace");

export const placeSchema = z
  .object({
    saleId: z.uuid(),
    number: z.int(),
    /** Null in an open sale, which has no line. */
    place: z.int().nullable(),
    pass: z.string(),
    passExpiresAt: instant,
    bar: barOfPlaceSchema.nullable(),
  })
  .openapi("Place");

export const claimSchema = z
  .object({
    claim: z.object({
      id: z.uuid(),
      saleId: z.uuid(),
      place: z.int(),
      state: z.enum(claimStates),
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

export const newFriendCodesSchema = z
  .object({
    items: z.array(z.object({ number: z.int(), code: z.string(), grantedTo: z.uuid().nullable() })),
  })
  .openapi("NewFriendCodes");

export const ownFriendCode = z.object({
  number: z.int(),
  variantId: z.uuid(),
  units: z.int(),
  state: z.enum(friendCodeStates),
  issuedAt: instant,
  expiresAt: instant.nullable(),
  endedAt: instant.nullable(),
});

export const ownFriendCodesSchema = z
  .object({ items: z.array(ownFriendCode) })
  .openapi("OwnFriendCodes");

export const friendCodePageSchema = z
  .object({
    items: z.array(
      ownFriendCode.extend({
        grantedTo: z.uuid().nullable(),
        grantedBy: z.string(),
        note: z.string(),
        redeemedPlace: z.int().nullable(),
        claimId: z.uuid().nullable(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi("FriendCodePage");

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
    units: z.object({
      stock: z.int(),
      /** Of open holds. */
      held: z.int(),
      sold: z.int(),
      /** Kept for friend codes. */
      reserved: z.int(),
      free: z.int(),
    }),
    variants: z.array(z.object({ variantId: z.uuid(), stock: z.int(), free: z.int() })),
    claims: z.object({ held: z.int(), paid: z.int(), waiting: z.int(), perSecond: z.int() }),
    soldOut: z.boolean(),
    final: z.boolean(),
    nextPollSeconds: z.object({ least: z.number(), most: z.number() }),
  })
  .openapi("Now");

export const receiptCheckSchema = z
  .object({ stands: z.boolean(), recordedAt: instant.nullable() })
  .openapi("ReceiptCheck");
