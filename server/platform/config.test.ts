import { describe, expect, test } from "bun:test";
import { ConfigError, readConfig } from "./config.ts";

function refusalOf(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "taken";
}

describe("a setting that cannot be used is refused by its name", () => {
  const wrong: readonly (readonly [setting: string, value: string, message: string])[] = [
    ["PORT", "http", "must be a whole number"],
    ["PORT", "-1", "must be a whole number"],
    ["PORT", "0", "must be between 1 and 65535"],
    ["PORT", "70000", "must be between 1 and 65535"],
    ["HOST", "two words", "must be a host name or an IP address"],
    ["HOST", "http://localhost", "must be a host name or an IP address"],
    ["BODY_LIMIT_BYTES", "1", "must be between 1024 and 100000000"],
    ["SECRET", "short", "must have at least 32 characters"],
    ["BASE_URL", "millet.example", "must be an http or https URL"],
    ["DATABASE_URL", "mysql://localhost/millet", "must be a postgres:// URL"],
    ["TRUSTED_PROXIES", "proxy", '"proxy" is no address or CIDR range'],
    ["TRUSTED_PROXIES", "10.0.0.0/33", '"10.0.0.0/33" is no address or CIDR range'],
    ["TRUSTED_PROXIES", "::1, fd00::/129", '"fd00::/129" is no address or CIDR range'],
    ["TRUSTED_PROXIES", "10.0.0.0/8/8", '"10.0.0.0/8/8" is no address or CIDR range'],
    // Read as a number, what is missing here would be 0, and everybody a trusted proxy.
    ["TRUSTED_PROXIES", "10.0.0.0/", '"10.0.0.0/" is no address or CIDR range'],
  ];
  test.each([...wrong])("%s=%s", (setting, value, message) => {
    expect(refusalOf({ [setting]: value })).toBe(`${setting}: ${message}`);
  });
});

test("another database than the own one needs a secret that all its servers share", () => {
  expect(refusalOf({ DATABASE_URL: "postgres://localhost/millet" })).toStartWith("SECRET: ");
});

test("an empty setting counts as not set", () => {
  expect(readConfig({ PORT: "", HOST: "" })).toMatchObject({ port: 3000, host: "localhost" });
});

test("the base URL follows from host and port, with brackets around an IPv6 address", () => {
  expect(readConfig({}).baseUrl).toBe("http://localhost:3000");
  expect(readConfig({ HOST: "::1", PORT: "80" }).baseUrl).toBe("http://[::1]:80");
  expect(readConfig({ BASE_URL: "https://millet.example/" }).baseUrl).toBe(
    "https://millet.example",
  );
});

test("trusted proxies are addresses and ranges of both families", () => {
  const { trustedProxies } = readConfig({ TRUSTED_PROXIES: "10.0.0.0/8, 192.0.2.7,fd00::/8" });
  expect(trustedProxies.check("10.1.2.3", "ipv4")).toBe(true);
  expect(trustedProxies.check("192.0.2.7", "ipv4")).toBe(true);
  expect(trustedProxies.check("192.0.2.8", "ipv4")).toBe(false);
  expect(trustedProxies.check("fd12::1", "ipv6")).toBe(true);
  expect(trustedProxies.check("fe80::1", "ipv6")).toBe(false);
});
