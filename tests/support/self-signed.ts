import { generateKeyPairSync, sign } from "node:crypto";

/** `ecdsa-with-SHA256` (RFC 5758) as an algorithm identifier. */
const ECDSA_SHA256 = Buffer.from("300a06082a8648ce3d040302", "hex");
/** The attribute type `CN`. */
const SUBJECT_NAME = Buffer.from("0603550403", "hex");
const VERSION_3 = Buffer.from("a003020102", "hex");

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;

/** A certificate that signs itself (RFC 5280) for 30 days from yesterday, and its key, as PEM. */
export function makeSelfSigned(subject: string): { cert: string; key: string } {
  const pair = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const name = der(
    SEQUENCE,
    der(SET, der(SEQUENCE, SUBJECT_NAME, der(UTF8_STRING, Buffer.from(subject)))),
  );
  const dayMs = 24 * 3600 * 1000;
  const validity = der(SEQUENCE, utcTime(Date.now() - dayMs), utcTime(Date.now() + 29 * dayMs));
  const publicKey = pair.publicKey.export({ type: "spki", format: "der" });
  const serial = der(INTEGER, Buffer.from([1]));
  const body = [VERSION_3, serial, ECDSA_SHA256, name, validity, name, publicKey];
  const signed = der(SEQUENCE, ...body);
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", signed, pair.privateKey)]);
  const bytes = der(SEQUENCE, signed, ECDSA_SHA256, der(BIT_STRING, signature));
  const lines = bytes.toString("base64").replaceAll(/.{64}/g, "$&\n");
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: pair.privateKey.export({ type: "pkcs8", format: "pem" }),
  };
}

/** One value by the distinguished encoding rules (X.690), at most 65,535 bytes long. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 255];
  // Lengths must take as few bytes as they can.
  if (length >= 128 && length < 256) size.splice(0, 3, 0x81, length);
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function utcTime(ms: number): Buffer {
  const digits = new Date(ms)
    .toISOString()
    .replaceAll(/[-:T]|\..*/g, "")
    .slice(2);
  return der(UTC_TIME, Buffer.from(`${digits}Z`));
}
