import { type BlockList, isIP } from "node:net";

/**
 * The address of the client: the peer's, or what the trusted proxies before it say. The header
 * `X-Forwarded-For` is read from its right end, and only as far as each hop is trusted, because
 * everything to the left may be invented by the client.
 */
export function clientAddressOf(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trusted: BlockList,
): string {
  let address = withoutMapping(peer ?? "");
  const hops = (forwardedFor ?? "").split(",").map((hop) => withoutMapping(hop.trim()));
  while (hops.length > 0 && isTrusted(address, trusted)) {
    const hop = hops.pop() ?? "";
    if (isIP(hop) === 0) break;
    address = hop;
  }
  return address;
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  return trusted.check(address, family === 4 ? "ipv4" : "ipv6");
}

/** `::ffff:192.0.2.1` is the way in which a dual-stack socket spells 192.0.2.1. */
function withoutMapping(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}

/** Whether a socket's other end is a program on this machine. */
export function isLoopback(peer: string | undefined): boolean {
  const address = withoutMapping(peer ?? "");
  return address === "::1" || (isIP(address) === 4 && address.startsWith("127."));
}
