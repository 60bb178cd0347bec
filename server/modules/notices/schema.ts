import { z } from "@hono/zod-openapi";
import { pageLimit } from "../../platform/http/whole-numbers.ts";
import { mailStates } from "../../platform/mail/outbox.ts";

const time = z.iso.datetime();

export const mailParams = z.object({ mailId: z.uuid() });

/** The cursor is the id of the last mail of the page before. */
export const mailsQuery = z.strictObject({
  state: z.enum(mailStates).optional(),
  recipient: z
    .string()
    .trim()
    .toLowerCase()
    .min(1)
    .max(254)
    .optional()
    .openapi({ description: "How the address begins." }),
  cursor: z.uuid().optional(),
  limit: pageLimit(50),
});

const mailSchema = z
  .object({
    id: z.uuid(),
    to: z.string(),
    subject: z.string(),
    state: z.enum(mailStates).openapi({
      description: "`failed`: refused for good, or not sent within three days; nobody tries more.",
    }),
    attempts: z.int(),
    lastError: z.string().nullable(),
    recordedAt: time,
    sentAt: time.nullable(),
  })
  .openapi("Mail", {
    description: "Without its text, whose links and codes are for its recipient alone.",
  });

export const mailsSchema = z.object({
  items: z.array(mailSchema),
  nextCursor: z.uuid().nullable(),
});

export const mailFiguresSchema = z
  .object({
    isSetUp: z.boolean().openapi({ description: "Whether mails leave: SMTP_URL is set." }),
    waiting: z.int(),
    sentLastDay: z.int().openapi({ description: "In the last 24 hours." }),
    failed: z.int(),
  })
  .openapi("MailFigures");
