import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { ConfigError, type TlsFiles } from "../config.ts";
import { reasonOf } from "../database/embedded-postgres-error.ts";
import type { Log } from "../log.ts";

/** A certificate chain and its key, checked to belong together. */
export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
  readonly validUntil: Date;
}

/** A renewed certificate is noticed this soon, without any signal. */
const LOOK_EVERY_MS = 60_000;

/** Less than this is left of a certificate that should have been renewed. */
const RENEWAL_LATE_MS = 10 * 24 * 3600 * 1000;

/** @throws ConfigError that names the setting whose file cannot be used */
export function readTls({ certFile, keyFile }: TlsFiles): TlsMaterial {
  const cert = readFile("TLS_CERT_FILE", certFile);
  const key = readFile("TLS_KEY_FILE", keyFile);
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch {
    throw new ConfigError(`TLS_CERT_FILE: ${certFile} holds no certificate (PEM)`);
  }
  let isPair: boolean;
  try {
    isPair = certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    throw new ConfigError(`TLS_KEY_FILE: ${keyFile} holds no private key (PEM, not encrypted)`);
  }
  if (!isPair) {
    throw new ConfigError(`TLS_KEY_FILE: the key is not that of the certificate in ${certFile}`);
  }
  return { cert, key, validUntil: new Date(certificate.validTo) };
}

function readFile(setting: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigError(`${setting}: ${path} cannot be read: ${reasonOf(error)}`);
  }
}

/**
 * Reads the files again on SIGHUP and every minute, and hands over what has changed. Files that do
 * not fit together, as in the middle of a renewal, are left alone until they do.
 * @returns what ends the watch
 */
export function watchTls(
  files: TlsFiles,
  first: TlsMaterial,
  log: Log,
  use: (material: TlsMaterial) => void,
): () => void {
  let current = first;
  warnOfEnd(current, log);
  const look = () => {
    try {
      const found = readTls(files);
      if (found.cert !== current.cert || found.key !== current.key) {
        use(found);
        current = found;
        log.info({ validUntil: found.validUntil }, "the renewed certificate is in use");
      }
    } catch (error) {
      log.error({ reason: reasonOf(error) }, "the certificate in use stays");
    }
    warnOfEnd(current, log);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  process.on("SIGHUP", look);
  return () => {
    clearInterval(timer);
    process.off("SIGHUP", look);
  };
}

function warnOfEnd({ validUntil }: TlsMaterial, log: Log): void {
  if (validUntil.getTime() - Date.now() > RENEWAL_LATE_MS) return;
  log.warn({ validUntil }, "the certificate ends soon, or has ended: renew it");
}
