import { z } from "@hono/zod-openapi";
import { operatorRoles, permissions } from "./rules/permissions.ts";
import { operatorKinds } from "./sessions/identities.ts";
import { emailSchema, nameSchema } from "./sign-in/schema.ts";

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
  })
  .openapi("StaffMember");

export const auditLogQuerySchema = z.strictObject({
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "must be a cursor from an answer before")
    .transform(Number)
    .optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(1).max(100))
    .default(50)
    .openapi({ type: "integer", minimum: 1, maximum: 100, default: 50 }),
});

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
