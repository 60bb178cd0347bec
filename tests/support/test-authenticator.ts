import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { TestBrowser } from "./test-browser.ts";

/** What an authenticator does with its holder: asks for a finger or a PIN, or only for a touch. */
interface Gesture {
  readonly verifiesHolder?: boolean;
  /** Of the page that asks; otherwise the site's own. */
  readonly origin?: string;
}

const HOLDER_PRESENT = 0x01;
const HOLDER_VERIFIED = 0x04;
const ATTESTED = 0x40;
const ROUTES = "/api/v1/auth/passkey";

/** A passkey in software (W3C WebAuthn, level 2, section 6), which speaks through a browser. */
export function createTestAuthenticator(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(32);
  let counter = 0;

  function dataWith(flags: number, attested = Buffer.alloc(0)): Buffer {
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const rpIdHash = createHash("sha256").update(new URL(origin).hostname).digest();
    return Buffer.concat([rpIdHash, Buffer.from([flags]), count, attested]);
  }

  function clientData(type: string, challenge: string, from: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }));
  }

  const flagsOf = ({ verifiesHolder = true }: Gesture) =>
    HOLDER_PRESENT | (verifiesHolder ? HOLDER_VERIFIED : 0);

  async function challengeOf(browser: TestBrowser, route: string): Promise<string> {
    const options = await browser.get(`${ROUTES}/${route}`);
    return ((await options.json()) as { challenge?: string }).challenge ?? "";
  }

  function answer(response: Record<string, Buffer>) {
    const texts = Object.entries(response).map(([name, bytes]) => [name, base64url(bytes)]);
    const own = { id: base64url(id), rawId: base64url(id), type: "public-key" };
    return { ...own, clientExtensionResults: {}, response: Object.fromEntries(texts) };
  }

  return {
    id: base64url(id),

    /** The answer to a challenge, to be added to the signed-in account. */
    registration(challenge: string, gesture: Gesture = {}) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)]);
      const authData = dataWith(flagsOf(gesture) | ATTESTED, attested);
      const attestationObject = cbor(
        new Map<string, unknown>([
          ["fmt", "none"],
          ["attStmt", new Map()],
          ["authData", authData],
        ]),
      );
      const clientDataJSON = clientData("webauthn.create", challenge, gesture.origin ?? origin);
      return answer({ clientDataJSON, attestationObject });
    },

    /** The answer to a challenge, to sign in with. */
    assertion(challenge: string, gesture: Gesture = {}) {
      const authenticatorData = dataWith(flagsOf(gesture));
      const clientDataJSON = clientData("webauthn.get", challenge, gesture.origin ?? origin);
      const digest = createHash("sha256").update(clientDataJSON).digest();
      const signature = sign("sha256", Buffer.concat([authenticatorData, digest]), privateKey);
      return answer({ clientDataJSON, authenticatorData, signature });
    },

    /** Both steps of adding this passkey to the account that the browser is signed in to. */
    async add(browser: TestBrowser, name?: string, gesture: Gesture = {}): Promise<Response> {
      const challenge = await challengeOf(browser, "generate-register-options");
      const response = this.registration(challenge, gesture);
      const body = name === undefined ? { response } : { response, name };
      return browser.post(`${ROUTES}/verify-registration`, body);
    },

    /** Both steps of signing in. */
    async signIn(browser: TestBrowser, gesture: Gesture = {}): Promise<Response> {
      const challenge = await challengeOf(browser, "generate-authenticate-options");
      const response = this.assertion(challenge, gesture);
      return browser.post(`${ROUTES}/verify-authentication`, { response });
    },
  };
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

/** An ES256 public key in COSE (RFC 9053, section 7.1.1). */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  return cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, "base64url")],
      [-3, Buffer.from(y, "base64url")],
    ]),
  );
}

/** CBOR (RFC 8949) of what authenticators send: small integers, texts, bytes and maps. */
function cbor(value: unknown): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") {
    const text = Buffer.from(value);
    return Buffer.concat([head(3, text.length), text]);
  }
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (!(value instanceof Map)) throw new Error(`No CBOR for ${String(value)}`);
  const parts = [...value].flatMap(([key, item]) => [cbor(key), cbor(item)]);
  return Buffer.concat([head(5, value.size), ...parts]);
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count]);
  if (count < 256) return Buffer.from([(major << 5) | 24, count]);
  return Buffer.from([(major << 5) | 25, count >> 8, count & 0xff]);
}
