import { isIP } from "node:net";
import { normalizeIP } from "@better-auth/core/utils/ip";

/**
 * The key under which what a client may do is counted: the address, or of an IPv6 address its /64,
 * all of which one client has to itself. However an address is spelled, its key is the same.
 */
export function clientNetwork(clientAddress: string): string {
  // The library knows a mapped IPv4 address in lower case only.
  return clientAddress === "" ? "unknown" : normalizeIP(clientAddress.toLowerCase());
}

/**
 * The network around an address as providers give it out: the /24 of an IPv4 address, the /56 of an
 * IPv6 one. Many people may share it: a dormitory, an office, the gateway of a mobile network.
 * @returns undefined where the address is not known
 */
export function sharedNetwork(clientAddress: string): string | undefined {
  switch (isIP(clientAddress)) {
    case 4:
      return `${clientAddress.slice(0, clientAddress.lastIndexOf("."))}.0`;
    case 6:
      return normalizeIP(clientAddress.toLowerCase(), { ipv6Subnet: 56 });
    default:
      return undefined;
  }
}
