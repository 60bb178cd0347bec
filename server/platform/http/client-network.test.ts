import { expect, test } from "bun:test";
import { clientNetwork, sharedNetwork } from "./client-network.ts";

const same: readonly [title: string, addresses: readonly string[]][] = [
  ["hosts of one IPv6 network", ["2001:db8:1:2::1", "2001:db8:1:2:ffff::", "2001:DB8:1:2:3:4:5:6"]],
  [
    "zeros that are compressed at different places",
    [
      "2001:db8::1:0:0:1",
      "2001:db8:0:0:1::1",
      "2001:db8::5",
      "2001:0db8:0000:0000::",
      "2001:db8::",
    ],
  ],
  ["a network of zeros", ["::1", "::", "0:0:0:0:0:0:0:1", "::2:3"]],
  ["an IPv4 address in IPv6", ["192.0.2.1", "::ffff:192.0.2.1", "::FFFF:c000:201"]],
  ["no address", ["", "unknown"]],
];

for (const [title, addresses] of same) {
  test(`${title}: one key`, () => {
    expect(new Set(addresses.map(clientNetwork)).size).toBe(1);
  });
}

test("other networks have keys of their own", () => {
  const others = [
    "192.0.2.1",
    "192.0.2.2",
    "2001:db8::1",
    "2001:db8:0:1::1",
    "2001:db8:1::1",
    "::1",
  ];
  expect(new Set(others.map(clientNetwork)).size).toBe(others.length);
});

test.each<[address: string, network: string | undefined]>([
  ["192.0.2.77", "192.0.2.0"],
  ["192.0.2.255", "192.0.2.0"],
  ["2001:db8:0:12ff::1", "2001:0db8:0000:1200:0000:0000:0000:0000"],
  ["2001:DB8:0:1201:3:4:5:6", "2001:0db8:0000:1200:0000:0000:0000:0000"],
  ["2001:db8:0:1300::1", "2001:0db8:0000:1300:0000:0000:0000:0000"],
  ["", undefined],
  ["unknown", undefined],
])("%s stands in the network %s", (address, network) => {
  expect(sharedNetwork(address)).toBe(network as string);
});
