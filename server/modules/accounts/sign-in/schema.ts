import { z } from "@hono/zod-openapi";
import { locales } from "../rules/locales.ts";

/** Trimmed and in lower case, as addresses are stored and compared; lengths by RFC 5321. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("must be an e-mail address").regex(/^.{1,64}@/, "is too long before the @"))
  .openapi({ type: "string", format: "email", maxLength: 254 });

/** Control characters and marks that turn the direction of text could fake other people's names. */
const PLAIN_TEXT = /^[^\p{Cc}\u2028-\u202e\u2066-\u2069]*$/u;

export const nameSchema = z
  .string()
  .trim()
  .normalize("NFC")
  .min(1)
  .max(80)
  .regex(PLAIN_TEXT, "must not hold control characters");

const newPassword = z.string().min(8).max(128);
const givenPassword = z.string().min(1).max(128);
const token = z.string().min(1).max(1024);
const callbackURL = z
  .string()
  .min(1)
  .max(512)
  .openapi({ description: "Where to go afterwards: a path or a URL of this site." });

export const bodies = {
  signUp: z.strictObject({
    name: nameSchema,
    email: emailSchema,
    password: newPassword,
    locale: z.enum(locales).optional(),
    callbackURL: callbackURL.optional(),
  }),
  signIn: z.strictObject({
    email: emailSchema,
    password: givenPassword,
    rememberMe: z.boolean().optional(),
  }),
  magicLink: z.strictObject({
    email: emailSchema,
    name: nameSchema.optional(),
    callbackURL: callbackURL.optional(),
  }),
  requestReset: z.strictObject({ email: emailSchema }),
  resetPassword: z.strictObject({ token, newPassword }),
  changePassword: z.strictObject({
    currentPassword: givenPassword,
    newPassword,
    revokeOtherSessions: z.boolean().default(true),
  }),
  changeEmail: z.strictObject({ newEmail: emailSchema, callbackURL: callbackURL.optional() }),
  sendVerification: z.strictObject({ email: emailSchema, callbackURL: callbackURL.optional() }),
} as const;

export const queries = {
  mailToken: z.strictObject({ token, callbackURL: callbackURL.optional() }),
} as const;

/** A fan, as the fan sees the own account. */
const fanSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    locale: z.enum(locales).nullable().default(null),
  })
  .openapi("Fan");

/** Answers, read from better-auth's and given to the client: no session token, no word but ours. */
export const answers = {
  done: z.unknown().transform(() => ({ status: "done" as const })),
  mailed: z.unknown().transform(() => ({ status: "mailed" as const })),
  fan: z.object({ user: fanSchema }).transform(({ user }) => ({ fan: user })),
  session: z
    .object({ user: fanSchema, session: z.object({ expiresAt: z.string() }) })
    .nullable()
    .transform((found) =>
      found === null
        ? { fan: null, expiresAt: null }
        : { fan: found.user, expiresAt: found.session.expiresAt },
    ),
} as const;

/** The same answers, as the API description shows them. */
export const answerSchemas = {
  done: z.object({ status: z.literal("done") }),
  mailed: z.object({ status: z.literal("mailed") }),
  fan: z.object({ fan: fanSchema }),
  session: z.object({ fan: fanSchema.nullable(), expiresAt: z.iso.datetime().nullable() }),
} as const satisfies Record<keyof typeof answers, z.ZodType>;
