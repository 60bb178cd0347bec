import { hash } from "node:crypto";
import { sharedNetwork } from "../../../platform/http/client-network.ts";
import { type SignUpOrigin, TRACE_BYTES } from "../rules/sign-up-traces.ts";

/** Where a form came from; of it only hashes are kept. */
export interface RequestSource {
  readonly headers: Headers;
  readonly clientAddress: string;
}

/** No honest browser says more; what is longer is cut, so that nobody hashes books. */
const LONGEST_SIGNATURE = 600;

/** What browsers say of themselves that differs between them and seldom from day to day. */
export function signUpOrigin(headers: Headers, clientAddress: string): SignUpOrigin {
  const browser = `${headers.get("user-agent")}\n${headers.get("accept-language")}\n${headers.get("sec-ch-ua-platform")}`;
  return {
    network: sharedNetwork(clientAddress),
    browser: browser.length > LONGEST_SIGNATURE ? browser.slice(0, LONGEST_SIGNATURE) : browser,
  };
}

/** Crowds come by few browsers: their hashes are remembered. */
const KEPT_MOST = 2_000;

/** The longest network is an IPv6 one. */
const LONGEST_NETWORK = 64;

const KEY_BYTES = 32;

/**
 * Hashes where the registrations of one sale come from: SHA-256 over the key and the value, cut to
 * a quarter, behind which nobody can go on. An HMAC would cost each of the crowd five times as
 * much; for its sake the network's message and digest are also written into the same bytes.
 */
export class SignUpTracer {
  private readonly key: Buffer;
  private readonly message = Buffer.alloc(KEY_BYTES + LONGEST_NETWORK);
  private readonly digest = Buffer.alloc(32);
  private readonly browsers = new Map<string, Buffer>();

  /** @param key 32 bytes, of this sale */
  constructor(key: Buffer) {
    this.key = key;
    key.copy(this.message);
  }

  /** 16 bytes: the network's hash, zeros where there is none, and the browser's. */
  of({ network, browser }: SignUpOrigin): Buffer {
    const trace = Buffer.alloc(2 * TRACE_BYTES);
    if (network !== undefined) {
      const length = this.message.write(network, KEY_BYTES, "latin1");
      Bun.SHA256.hash(this.message.subarray(0, KEY_BYTES + length), this.digest);
      this.digest.copy(trace, 0, 0, TRACE_BYTES);
    }
    this.browserTrace(browser).copy(trace, TRACE_BYTES);
    return trace;
  }

  private browserTrace(browser: string): Buffer {
    let trace = this.browsers.get(browser);
    if (trace === undefined) {
      if (this.browsers.size >= KEPT_MOST) this.browsers.clear();
      trace = hash("sha256", Buffer.concat([this.key, Buffer.from(`\n${browser}`)]), "buffer");
      this.browsers.set(browser, trace);
    }
    return trace;
  }
}
