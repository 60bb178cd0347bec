import { createPrivateKey, createPublicKey, hkdfSync, sign, type KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "./config.ts";

/** All keys of an installation, derived from its one secret (HKDF-SHA-256, RFC 5869). */
export interface Keys {
  /** 32 bytes for one purpose; the same secret and purpose give the same bytes in every process. */
  derive(purpose: string): Buffer;
  /** The installation's public signing key: Ed25519, 32 raw bytes. */
  readonly publicKey: Buffer;
  /** Ed25519 signature (64 bytes) by the installation's signing key. Takes about 60 µs. */
  sign(message: Uint8Array): Buffer;
}

/** DER header of a PKCS #8 private key that holds a raw Ed25519 seed (RFC 8410, section 7). */
const ED25519_PKCS8_HEADER = Buffer.from("302e020100300506032b657004220420", "hex");

export function createKeys(secret: string): Keys {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync("sha256", secret, "millet-keys-v1", purpose, 32));
  const privateKey = createPrivateKey({
    key: Buffer.concat([ED25519_PKCS8_HEADER, derive("signing")]),
    format: "der",
    type: "pkcs8",
  });
  return {
    derive,
    publicKey: rawPublicKey(privateKey),
    sign: (message) => sign(null, message, privateKey),
  };
}

function rawPublicKey(privateKey: KeyObject): Buffer {
  const der = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  return der.subarray(der.length - 32);
}

/**
 * Reads the secret kept in the data folder, or makes it at the first start (mode 0600).
 * @throws ConfigError naming DATA_DIR where that cannot be done
 */
export async function readOrCreateSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, "secret");
  let secret: string;
  try {
    await mkdir(dataDir, { recursive: true });
    if (!existsSync(path)) await createSecret(path);
    await chmod(path, 0o600);
    secret = (await readFile(path, "utf8")).trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`DATA_DIR: the secret cannot be kept there: ${reason}`);
  }
  if (secret.length < 32) throw new ConfigError(`DATA_DIR: ${path} holds no usable secret`);
  return secret;
}

/** It appears whole or not at all: another server may start now, and this one be killed. */
async function createSecret(path: string): Promise<void> {
  const draft = `${path}.${crypto.randomUUID()}`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(
      Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url"),
    );
    await file.sync();
    await file.close();
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
