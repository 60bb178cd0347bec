import { createTransport } from "nodemailer";

/** One mail on its way. */
export interface OutgoingMail {
  /** The same for each try, so that a repetition can be recognised by its Message-ID. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | undefined;
}

/** The receiving server refuses this mail for good; to try again is of no use. */
export class MailRefused extends Error {
  override readonly name = "MailRefused";
}

export interface MailTransport {
  /** Returns when the server has taken the mail. @throws MailRefused, or Error to try again. */
  deliver(mail: OutgoingMail): Promise<void>;
  close(): void;
}

export function createSmtpTransport(smtpUrl: string, from: string): MailTransport {
  const transporter = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 3,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // A mail is made of given texts only: nothing in it may make the server read files or URLs.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([a-z0-9.-]+)/i.exec(from)?.[1] ?? "localhost";
  return {
    async deliver({ id, to, subject, text, html }) {
      try {
        await transporter.sendMail({
          from,
          // An address object is taken as one address, whatever characters it holds.
          to: { name: "", address: to },
          subject,
          text,
          ...(html === undefined ? {} : { html }),
          messageId: `<${id}@${domain}>`,
          headers: { "auto-submitted": "auto-generated" },
        });
      } catch (error) {
        throw isFinal(error) ? new MailRefused(String(error), { cause: error }) : error;
      }
    },
    close: () => transporter.close(),
  };
}

/** A 5xx answer to recipient or content (RFC 5321, 4.2.1); one to the sign-in is our fault. */
function isFinal(error: unknown): boolean {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return (code === "EENVELOPE" || code === "EMESSAGE") && (responseCode ?? 0) >= 500;
}
