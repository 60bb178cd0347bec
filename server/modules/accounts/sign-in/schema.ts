import { z } from "@hono/zod-openapi";
import { locales } from "../../../platform/locales.ts";

/** Trimmed and in lower case, as addresses are stored and compared; lengths by RFC 5321. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("must be an e-mail address").regex(/^.{1,64}@/, "is too long before the @"))
  .openapi({ type: "string", format: "email", maxLength: 254 });

/**
 * Control characters and marks that turn the direction of text could fake other people's names; a
 * half of a character (a lone surrogate) is no text to PostgreSQL.
 */
const PLAIN_TEXT = /^[^\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]*$/u;

/** One line of text in letters of any language, trimmed; lengths in UTF-16 units. */
export const plainText = (least: number, most: number) =>
  z
    .string()
    .trim()
    .normalize("NFC")
    .min(least)
    .max(most)
    .regex(PLAIN_TEXT, "must not hold control characters");

export const nameSchema = plainText(1, 80);

const newPassword = z.string().min(8).max(128);
const givenPassword = z.string().min(1).max(128);
export const tokenSchema = z.string().min(1).max(1024);

/** Once it is read, a path such as `/..//host` is `//host`, and that is another site. */
const leadsToHost = (url: string) =>
  URL.parse(url, "http://relative.invalid")?.pathname.startsWith("//") === true;

export const callbackURL = z
  .string()
  .min(1)
  .max(512)
  .refine((url) => !leadsToHost(url), "must be a path or a URL of this site")
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
  resetPassword: z.strictObject({ token: tokenSchema, newPassword }),
  changePassword: z.strictObject({
    currentPassword: givenPassword,
    newPassword,
    revokeOtherSessions: z.boolean().default(true),
  }),
  passkeySignIn: z.strictObject({ response: z.looseObject({ id: z.string().max(2048) }) }),
  otherService: z.strictObject({
    provider: z.literal("oidc"),
    callbackURL: callbackURL.optional(),
    errorCallbackURL: callbackURL.optional(),
  }),
  addPasskey: z.strictObject({
    response: z.looseObject({ id: z.string().max(2048) }),
    name: nameSchema.optional(),
  }),
  changeEmail: z.strictObject({ newEmail: emailSchema, callbackURL: callbackURL.optional() }),
  sendVerification: z.strictObject({ email: emailSchema, callbackURL: callbackURL.optional() }),
} as const;

export const queries = {
  none: z.strictObject({}),
  /** What an issuer adds besides is its own affair. */
  callback: z.looseObject({
    state: z.string().max(500).optional(),
    code: z.string().max(4000).optional(),
    error: z.string().max(200).optional(),
  }),
  mailToken: z.strictObject({ token: tokenSchema, callbackURL: callbackURL.optional() }),
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
  /** What the browser's `navigator.credentials` takes, by the W3C's WebAuthn. */
  passkeyOptions: z.looseObject({ challenge: z.string() }),
  passkey: z.object({ id: z.uuid() }).transform(({ id }) => ({ id })),
  /** Where the browser is to go. */
  address: z.object({ url: z.url() }).transform(({ url }) => ({ url })),
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
  passkeyOptions: z.looseObject({ challenge: z.string() }),
  passkey: z.object({ id: z.uuid() }),
  address: z.object({ url: z.url() }),
  session: z.object({ fan: fanSchema.nullable(), expiresAt: z.iso.datetime().nullable() }),
} as const satisfies Record<keyof typeof answers, z.ZodType>;
