import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
    ["METRICS_TOKEN", "short", "must have at least 16 characters and no space"],
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

test("an OpenID Connect issuer is set as a whole, and over https unless it is inside", () => {
  const inside = {
    OIDC_ISSUER: "http://id.internal",
    OIDC_CLIENT_ID: "a",
    OIDC_CLIENT_SECRET: "b",
  };
  const outside = { ...inside, OIDC_ISSUER: "https://id.example" };
  expect(readConfig({}).oidc).toBeUndefined();
  expect(readConfig(outside).oidc).toMatchObject({ issuer: "https://id.example", clientId: "a" });
  expect(refusalOf(inside)).toStartWith("OIDC_ISSUER: must be an https URL");
  expect(readConfig({ ...inside, OIDC_PRIVATE_NETWORK: "on" }).oidc?.isPrivate).toBe(true);
  for (const name of Object.keys(outside)) {
    expect(refusalOf({ ...outside, [name]: "" })).toStartWith(`${name}: must be set with`);
  }
});

test("operators prove a second factor in production, unless it is said otherwise", () => {
  const required = (environment: Record<string, string>) =>
    readConfig(environment).requireSecondFactor;
  expect(required({})).toBe(false);
  expect(required({ REQUIRE_SECOND_FACTOR: "on" })).toBe(true);
  expect(required({ NODE_ENV: "production" })).toBe(true);
  expect(required({ NODE_ENV: "production", REQUIRE_SECOND_FACTOR: "off" })).toBe(false);
  expect(refusalOf({ REQUIRE_SECOND_FACTOR: "maybe" })).toStartWith("REQUIRE_SECOND_FACTOR: ");
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

test("TLS needs a certificate and its key, and an address that says so", () => {
  const [cert, key] = [{ TLS_CERT_FILE: "/c.pem" }, { TLS_KEY_FILE: "/k.pem" }];
  expect(refusalOf(cert)).toBe("TLS_KEY_FILE: must be set with TLS_CERT_FILE");
  expect(refusalOf(key)).toBe("TLS_CERT_FILE: must be set with TLS_KEY_FILE");
  const both = { ...cert, ...key };
  expect(refusalOf({ ...both, BASE_URL: "http://millet.example" })).toStartWith("BASE_URL: ");
  expect(readConfig(both)).toMatchObject({
    baseUrl: "https://localhost:3000",
    tls: { certFile: "/c.pem", keyFile: "/k.pem" },
  });
});

test("secret settings may stand in files, and an empty file counts as not set", () => {
  const folder = mkdtempSync(join(tmpdir(), "millet-settings-"));
  const file = join(folder, "secret");
  writeFileSync(file, `${"s".repeat(40)}\n`);
  expect(readConfig({ SECRET_FILE: file }).secret).toBe("s".repeat(40));
  expect(refusalOf({ SECRET_FILE: file, SECRET: "t".repeat(40) })).toStartWith("SECRET_FILE: ");
  expect(refusalOf({ SECRET_FILE: join(folder, "none") })).toStartWith("SECRET_FILE: ");
  writeFileSync(file, "short");
  expect(refusalOf({ SECRET_FILE: file })).toStartWith("SECRET: must have at least 32");
  writeFileSync(file, "\n");
  expect(readConfig({ METRICS_TOKEN_FILE: file }).metricsToken).toBeUndefined();
  expect(readConfig({ PORT_FILE: file }).port).toBe(3000);
  rmSync(folder, { recursive: true });
});
