import { expect, test } from "bun:test";
import { BlockList } from "node:net";
import { clientAddressOf } from "./client-address.ts";

const trusted = new BlockList();
trusted.addSubnet("10.0.0.0", 8, "ipv4");
trusted.addAddress("2001:db8::1", "ipv6");

const cases: readonly [
  title: string,
  peer: string,
  header: string | undefined,
  expected: string,
][] = [
  ["a direct client is its peer", "192.0.2.7", undefined, "192.0.2.7"],
  ["an untrusted peer cannot claim another address", "192.0.2.7", "203.0.113.9", "192.0.2.7"],
  ["a trusted proxy names the client", "10.0.0.1", "203.0.113.9", "203.0.113.9"],
  [
    "what the client invented is left of what the proxy saw",
    "10.0.0.1",
    "1.1.1.1, 203.0.113.9",
    "203.0.113.9",
  ],
  ["a chain of trusted proxies is walked", "10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"],
  ["rubbish in the header ends the walk", "10.0.0.1", "203.0.113.9, nonsense", "10.0.0.1"],
  ["a mapped IPv4 peer is IPv4", "::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"],
  ["an IPv6 proxy is trusted by name", "2001:db8::1", "203.0.113.9", "203.0.113.9"],
];

for (const [title, peer, header, expected] of cases) {
  test(title, () => {
    expect(clientAddressOf(peer, header, trusted)).toBe(expected);
  });
}
