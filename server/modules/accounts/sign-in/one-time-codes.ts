import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from "node:crypto";
import { base32 } from "@better-auth/utils/base32";
import { createOTP } from "@better-auth/utils/otp";
import type { BrandSource } from "../../../platform/brand.ts";
import type { Keys } from "../../../platform/keys.ts";
import type { FanId } from "../sessions/identities.ts";

const STEP_MS = 30_000;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const BACKUP_CODES = 10;

/** Without letters and digits that look alike; 15 of them are 74 bits. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/** Codes of an app (TOTP, RFC 6238: six digits, 30 seconds, SHA-1) and codes on paper. */
export interface OneTimeCodes {
  newSecret(): string;
  /** What an app reads from the QR code. */
  otpauthUrl(secret: string, account: string): string;
  /** The secret in base32, as it is typed where no camera is. */
  typedSecret(secret: string): string;
  /** Encrypted for this fan alone (AES-256-GCM); what stands in a backup is of no use. */
  seal(fanId: FanId, secret: string): Buffer;
  open(fanId: FanId, sealed: Buffer): string;
  /** The step of a code that is newer than the last used; one step early or late is fine. */
  findStep(tried: {
    readonly secret: string;
    readonly code: string;
    readonly lastStep: number;
    readonly nowMs: number;
  }): Promise<number | undefined>;
  newBackupCodes(): string[];
  /** Keyed, so that whoever reads the table cannot try codes without the installation's secret. */
  hashBackupCode(fanId: FanId, code: string): Buffer;
}

export function createOneTimeCodes(keys: Keys, brand: BrandSource): OneTimeCodes {
  const sealKey = keys.derive("second-factor");
  const hashKey = keys.derive("backup-codes");
  return {
    newSecret: () => randomBytes(16).toString("base64url"),
    otpauthUrl: (secret, account) => createOTP(secret).url(brand.current().name, account),
    typedSecret: (secret) => base32.encode(secret, { padding: false }),
    seal(fanId, secret) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealKey, nonce).setAAD(Buffer.from(fanId));
      const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    open(fanId, sealed) {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const text = sealed.subarray(NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv("aes-256-gcm", sealKey, nonce)
        .setAAD(Buffer.from(fanId))
        .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
    },
    async findStep({ secret, code, lastStep, nowMs }) {
      const now = Math.floor(nowMs / STEP_MS);
      const given = Buffer.from(code);
      for (const step of [now, now - 1, now + 1]) {
        const expected = Buffer.from(await createOTP(secret).hotp(step));
        const fits = given.length === expected.length && timingSafeEqual(given, expected);
        if (fits && step > lastStep) return step;
      }
      return undefined;
    },
    newBackupCodes: () => Array.from({ length: BACKUP_CODES }, newBackupCode),
    hashBackupCode: (fanId, code) =>
      createHmac("sha256", hashKey)
        .update(`${fanId}\n${plainCode(code)}`)
        .digest(),
  };
}

function newBackupCode(): string {
  const group = () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return [group(), group(), group()].join("-");
}

/** As people copy it: spaces, hyphens and capitals do not count. */
function plainCode(code: string): string {
  return code.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
