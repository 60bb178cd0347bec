import { sharedNetwork } from "../../../platform/http/client-network.ts";
import { type SignUpOrigin, traceOf, TRACE_BYTES } from "../rules/sign-up-traces.ts";

/** Where a form came from; of it only hashes are kept. */
export interface RequestSource {
  readonly headers: Headers;
  readonly clientAddress: string;
}

/** What browsers say of themselves that differs between them and seldom from day to day. */
const SIGNATURE_HEADERS = ["user-agent", "accept-language", "sec-ch-ua-platform"] as const;

/** No honest browser says more; what is longer is cut, so that nobody hashes books. */
const LONGEST_HEADER = 300;

export function signUpOrigin(headers: Headers, clientAddress: string): SignUpOrigin {
  const browser = SIGNATURE_HEADERS.map((name) =>
    (headers.get(name) ?? "").slice(0, LONGEST_HEADER),
  );
  return { network: sharedNetwork(clientAddress), browser: browser.join("\n") };
}

/** Crowds come by few browsers: their hashes are remembered. */
const KEPT_MOST = 2_000;

const UNKNOWN = Buffer.alloc(TRACE_BYTES);

/** Hashes where the registrations of one sale come from. */
export class SignUpTracer {
  private readonly key: Uint8Array;
  private readonly browsers = new Map<string, Buffer>();

  /** @param key 32 bytes, of this sale */
  constructor(key: Uint8Array) {
    this.key = key;
  }

  /** 16 bytes: the network's hash, zeros where there is none, and the browser's. */
  of({ network, browser }: SignUpOrigin): Buffer {
    const first = network === undefined ? UNKNOWN : traceOf(this.key, "network", network);
    return Buffer.concat([first, this.browserTrace(browser)]);
  }

  private browserTrace(browser: string): Buffer {
    let trace = this.browsers.get(browser);
    if (trace === undefined) {
      if (this.browsers.size >= KEPT_MOST) this.browsers.clear();
      trace = traceOf(this.key, "browser", browser);
      this.browsers.set(browser, trace);
    }
    return trace;
  }
}
