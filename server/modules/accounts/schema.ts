import { z } from "@hono/zod-openapi";
import { pageLimit } from "../../platform/http/whole-numbers.ts";
import { locales } from "../../platform/locales.ts";
import { operatorRoles, permissions } from "./rules/permissions.ts";
import { operatorKinds } from "./sessions/identities.ts";
import { isCountry } from "./rules/countries.ts";
import { emailSchema, nameSchema, plainText } from "./sign-in/schema.ts";

const roleSchema = z.enum(operatorRoles).openapi("OperatorRole");

const time = z.iso.datetime();

export const meSchema = z
  .object({
    fan: z.object({ id: z.uuid(), name: z.string(), email: z.string() }).nullable(),
    operator: z
      .object({
        id: z.uuid(),
        kind: z.enum(operatorKinds),
        name: z.string(),
        role: roleSchema,
        isSecondFactorMissing: z
          .boolean()
          .openapi({ description: "Then no permission counts in this session yet." }),
        permissions: z.array(z.enum([...permissions])),
      })
      .nullable(),
  })
  .openapi("Me");

export const newApiKeySchema = z.strictObject({
  name: nameSchema,
  role: roleSchema,
  days: z.int().min(1).max(3650).optional().openapi({ description: "No end unless given." }),
});

export const apiKeySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    role: roleSchema,
    createdAt: time,
    expiresAt: time.nullable(),
    lastUsedAt: time.nullable(),
    revokedAt: time.nullable(),
  })
  .openapi("ApiKey");

export const createdApiKeySchema = z.object({
  key: apiKeySchema,
  token: z.string().openapi({ description: "Shown only now; send it as a Bearer token." }),
});

export const appointmentSchema = z.strictObject({ email: emailSchema, role: roleSchema });

export const staffMemberSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: roleSchema,
    appointedAt: time,
    hasSecondFactor: z
      .boolean()
      .openapi({ description: "Whether the account has codes, or a passkey that counts." }),
  })
  .openapi("StaffMember");

export const rolesSchema = z.object({
  roles: z.array(
    z.object({ role: roleSchema, permissions: z.array(z.enum([...permissions])) }).openapi("Role"),
  ),
});

export const auditLogQuerySchema = z.strictObject({
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "must be a cursor from an answer before")
    .transform(Number)
    .optional(),
  operatorId: z.uuid().optional(),
  action: z.string().min(1).max(80).optional(),
  subject: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .optional()
    .openapi({ description: "How it begins, such as `sale:` or `sale:0198…`." }),
  from: time.optional(),
  until: time.optional().openapi({ description: "Not included." }),
  limit: pageLimit(50),
});

export const auditFiltersSchema = z
  .object({
    operators: z.array(z.object({ id: z.uuid(), name: z.string() })),
    actions: z.array(z.string()),
  })
  .openapi("AuditFilters");

export const auditLogSchema = z.object({
  actions: z.array(
    z
      .object({
        sequence: z.int(),
        at: time,
        operator: z.object({
          kind: z.enum(operatorKinds),
          id: z.uuid(),
          name: z.string(),
          role: roleSchema,
        }),
        action: z.string().openapi({ example: "sale.opened" }),
        subject: z.string(),
        details: z.record(z.string(), z.unknown()),
        requestId: z.string().nullable(),
      })
      .openapi("OperatorAction"),
  ),
  nextCursor: z.string().nullable(),
});

export const passkeySchema = z
  .object({
    id: z.uuid(),
    name: z.string().nullable(),
    secondFactor: z.boolean().openapi({ description: "Whether it proves a second factor, too." }),
    createdAt: time,
  })
  .openapi("Passkey");

export const sessionSchema = z
  .object({
    id: z.uuid(),
    isCurrent: z.boolean().openapi({ description: "Whether it is the one that asks." }),
    userAgent: z.string().nullable(),
    clientAddress: z.string().nullable(),
    signedInAt: time,
    lastSeenAt: time.openapi({ description: "To the day." }),
  })
  .openapi("Session");

/** A mailed link makes an account without a name. */
const ownNameSchema = plainText(0, 80);

export const newProfileSchema = z.strictObject({
  name: ownNameSchema,
  locale: z.enum(locales).openapi({ description: "In which mails are written." }),
});

export const secondFactorSchema = z
  .object({
    isRequired: z.boolean().openapi({ description: "Whether the role waits for it." }),
    isSetUp: z.boolean(),
    hasCodes: z.boolean().openapi({ description: "Whether an app gives codes." }),
    isProven: z.boolean().openapi({ description: "In this session." }),
    backupCodesLeft: z.int(),
  })
  .openapi("SecondFactor");

export const enrolmentSchema = z.object({
  secret: z.string().openapi({ description: "In base32, for typing." }),
  url: z.string().openapi({ description: "An otpauth URL, for a QR code." }),
});

export const codeSchema = z.strictObject({ code: z.string().trim().min(1).max(40) });

export const backupCodesSchema = z.object({ backupCodes: z.array(z.string()) });

export const passkeyNameSchema = z.strictObject({ name: nameSchema });

/** A line of an address; forms send the empty text for what was left out. */
const addressLine = (most: number) =>
  plainText(0, most)
    .nullable()
    .transform((line) => (line === "" ? null : line))
    .default(null)
    .openapi({ type: ["string", "null"], maxLength: most });

/** Where parcels go. What a country's addresses need besides is not ours to know. */
export const deliveryAddressSchema = z
  .strictObject({
    name: plainText(1, 80),
    line1: plainText(1, 120),
    line2: addressLine(120),
    city: plainText(1, 80),
    region: addressLine(80),
    postalCode: addressLine(16),
    country: z
      .string()
      .refine(isCountry, "must be a country's two-letter code of ISO 3166-1")
      .openapi({ example: "DE" }),
    phone: plainText(0, 32)
      .regex(/^(\+?[\d ()./-]{4,})?$/, "must be a telephone number")
      .nullable()
      .transform((phone) => (phone === "" ? null : phone))
      .default(null)
      .openapi({ type: ["string", "null"], maxLength: 32 }),
  })
  .openapi("DeliveryAddress");

export type DeliveryAddress = z.output<typeof deliveryAddressSchema>;

/** Who the fan is to this installation; null where no address is kept. */
export const profileSchema = z
  .object({
    name: z.string(),
    email: z.string(),
    locale: z.enum(locales).nullable(),
    hasPassword: z.boolean(),
    deliveryAddress: deliveryAddressSchema.nullable(),
  })
  .openapi("Profile");
