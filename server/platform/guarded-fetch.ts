import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { defineFailures, fail, invariant, ok, type Result } from "./failure.ts";
import { isPublicAddress } from "./public-address.ts";

const outgoingFailures = defineFailures({
  outgoing_url_refused: { status: 422, title: "The address must not be called from this server" },
  outgoing_unreachable: { status: 503, title: "The other server cannot be reached" },
  outgoing_timeout: { status: 503, title: "The other server did not answer in time" },
  outgoing_redirect_refused: { status: 503, title: "The other server answered with a redirect" },
  outgoing_body_too_large: { status: 503, title: "The other server's answer is too large" },
});

export interface OutgoingRequest {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** For all of it, from the first DNS question to the last byte. */
  readonly timeoutMs?: number;
  readonly bodyLimitBytes?: number;
}

export interface OutgoingResponse {
  /** Any status but 300 to 399. */
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

export type GuardedFetch = (
  url: string,
  request?: OutgoingRequest,
) => Promise<Result<OutgoingResponse>>;

export interface GuardedFetchOptions {
  /** Which IP addresses may be connected to; otherwise the public ones. */
  readonly isAllowed?: (address: string) => boolean;
  /** All addresses of a host name; rejects if there are none. */
  readonly resolveHost?: (hostname: string) => Promise<readonly string[]>;
  /** Certificate authorities in PEM that are trusted instead of the system's. */
  readonly ca?: string;
}

/**
 * A fetch for addresses that come from outside or could point inside: http and https only, public
 * addresses only, no redirects, no credentials in the URL, bounded in time and in size.
 *
 * The name is resolved once, every address of the answer is checked, and the connection goes to a
 * checked address itself, so that a second DNS answer (rebinding) changes nothing. TLS still
 * verifies the certificate against the name (`tls.serverName`). A proxy from the environment is
 * not used, since it would resolve the name again. What remains: a public address may forward
 * inwards, by a router's NAT or a public name of this very server, which no client can see.
 */
export function createGuardedFetch(options: GuardedFetchOptions = {}): GuardedFetch {
  const { isAllowed = isPublicAddress, resolveHost = resolveAllAddresses, ca } = options;

  return async (url, request = {}) => {
    const { timeoutMs = 10_000, bodyLimitBytes = 1_000_000 } = request;
    const signal = AbortSignal.timeout(timeoutMs);
    const target = parseTarget(url);
    if (target === undefined) {
      const detail = "The address is no http or https URL without a password";
      return fail(outgoingFailures.outgoing_url_refused, detail);
    }
    const { host } = target;
    const timeout = fail(
      outgoingFailures.outgoing_timeout,
      `${host} gave no whole answer within ${timeoutMs} ms`,
    );
    const hostname = bareHostname(target);
    let addresses: readonly string[];
    try {
      addresses =
        isIP(hostname) === 0 ? await beforeAbort(resolveHost(hostname), signal) : [hostname];
    } catch (error) {
      return signal.aborted ? timeout : unreachable(host, error);
    }
    if (!addresses.every((address) => isAllowed(address))) {
      const detail = `${host} leads to an address that is not public`;
      return fail(outgoingFailures.outgoing_url_refused, detail);
    }

    let connectFailure: unknown;
    for (const address of addresses) {
      const direct = atAddress(target, address);
      const init = requestInit(target, request, ca);
      try {
        const response = await fetch(direct, { ...init, signal });
        return await readBounded(host, response, bodyLimitBytes);
      } catch (error) {
        if (signal.aborted) return timeout;
        if (!isConnectFailure(error)) return unreachable(host, error);
        connectFailure = error;
      }
    }
    return unreachable(host, connectFailure);
  };
}

function unreachable(host: string, error: unknown): Result<never> {
  const reason = errorCode(error) ?? "no reason given";
  return fail(outgoingFailures.outgoing_unreachable, `${host} cannot be reached (${reason})`);
}

function parseTarget(url: string): URL | undefined {
  const target = URL.parse(url);
  if (target === null || !/^https?:$/.test(target.protocol)) return undefined;
  return target.username === "" && target.password === "" ? target : undefined;
}

async function resolveAllAddresses(hostname: string): Promise<readonly string[]> {
  const answers = await lookup(hostname, { all: true, order: "ipv4first" });
  return answers.map(({ address }) => address);
}

/** The work's result, unless the signal comes first; a DNS lookup cannot be cancelled itself. */
async function beforeAbort<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function atAddress(target: URL, address: string): URL {
  const direct = new URL(target);
  direct.hostname = isIP(address) === 6 ? `[${address}]` : address;
  // The setter ignores what it cannot use, and the old name would then be resolved again.
  invariant(isIP(bareHostname(direct)) !== 0, "an IP address is dialled");
  return direct;
}

/** A host name or address without the brackets that a URL puts around IPv6. */
function bareHostname(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

function requestInit(
  target: URL,
  request: OutgoingRequest,
  ca: string | undefined,
): BunFetchRequestInit {
  const hostname = bareHostname(target);
  const headers = new Headers(request.headers);
  headers.set("host", target.host);
  // A compressed body would have to be unpacked before its size is known.
  headers.set("accept-encoding", "identity");
  return {
    method: request.method ?? "GET",
    headers,
    ...(request.body !== undefined && { body: request.body }),
    redirect: "manual",
    decompress: false,
    // A pooled connection could have been opened for another name at the same address.
    keepalive: false,
    proxy: false,
    tls: {
      ...(isIP(hostname) === 0 && { serverName: hostname }),
      ...(ca !== undefined && { ca }),
    },
  };
}

async function readBounded(
  host: string,
  response: Response,
  limit: number,
): Promise<Result<OutgoingResponse>> {
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    return fail(outgoingFailures.outgoing_redirect_refused, `${host} answered with a redirect`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the stream, which closes the connection.
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > limit) {
      return fail(
        outgoingFailures.outgoing_body_too_large,
        `${host} sent more than ${limit} bytes`,
      );
    }
    chunks.push(chunk);
  }
  const { status, headers } = response;
  return ok({ status, headers, body: new Uint8Array(Buffer.concat(chunks)) });
}

const connectFailures = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL"]);

/** Whether nothing was sent, so that the next address may be tried. */
function isConnectFailure(error: unknown): boolean {
  return connectFailures.has(errorCode(error) ?? "");
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
