import { normalizeIP } from "@better-auth/core/utils/ip";

/**
 * The key under which what a client may do is counted: the address, or of an IPv6 address its /64,
 * all of which one client has to itself. However an address is spelled, its key is the same.
 */
export function clientNetwork(clientAddress: string): string {
  // The library knows a mapped IPv4 address in lower case only.
  return clientAddress === "" ? "unknown" : normalizeIP(clientAddress.toLowerCase());
}
