import { readFileSync } from "node:fs";
import { BlockList, isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be between ${least} and ${most}`);

const cidrList = z.string().transform((text, context) => {
  const ranges = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  for (const range of ranges) {
    const [address = "", prefix, ...rest] = range.split("/");
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    // An empty prefix would count as 0: every address.
    const isWrongPrefix =
      prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= most);
    if (family === 0 || isWrongPrefix || rest.length > 0) {
      context.addIssue({ code: "custom", message: `"${range}" is no address or CIDR range` });
      return z.NEVER;
    }
  }
  return ranges;
});

const onOrOff = z.enum(["on", "off"]).transform((value) => value === "on");

const schema = z.object({
  /** The address to listen on: a name or an IP address of this machine. */
  HOST: z
    .string()
    .refine(
      (host) => isIP(host) > 0 || /^[A-Za-z0-9._-]+$/.test(host),
      "must be a host name or an IP address",
    )
    .default("localhost"),
  PORT: wholeNumber(1, 65_535).default(3000),
  /** What the pages call this site until the console sets a name. */
  BRAND_NAME: z.string().trim().min(1).max(60).default("Millet"),
  /** What fans type; links in mails and the cookies' security follow from it. */
  BASE_URL: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).optional(),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// URL" })
    .optional(),
  DATA_DIR: z.string().min(1).default("data"),
  /** Master secret; every key of this installation is derived from it. */
  SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  LOG_LEVEL: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
  TRUSTED_PROXIES: cidrList.default([]),
  /** PEM files; with both, the server speaks TLS itself, and reads them again when they change. */
  TLS_CERT_FILE: z.string().min(1).optional(),
  TLS_KEY_FILE: z.string().min(1).optional(),
  /** What a scraper of `/metrics` sends as `Authorization: Bearer …`. */
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, "must have at least 16 characters and no space")
    .optional(),
  /** The operator's terms and imprint: `terms.en.md`, `imprint.zh-Hans.md` and so on. */
  TERMS_DIR: z.string().min(1).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be an smtp:// URL" }).optional(),
  MAIL_FROM: z.string().min(3).default("Millet <millet@localhost>"),
  /** How many mails about sales and orders are written in a minute, by all servers together. */
  MAILS_PER_MINUTE: wholeNumber(1, 1_000_000).default(6_000),
  DATABASE_POOL_SIZE: wholeNumber(2, 200).default(10),
  /** Largest request body in bytes. */
  BODY_LIMIT_BYTES: wholeNumber(1024, 100_000_000).default(65_536),
  REQUEST_TIMEOUT_SECONDS: wholeNumber(1, 300).default(30),
  DRAIN_SECONDS: wholeNumber(0, 300).default(10),
  /**
   * How long a server that was told to stop says that it is unready, and answers everything, before
   * it stops listening: as long as the load balancer before it takes to notice.
   */
  UNREADY_SECONDS: wholeNumber(0, 300).default(0),
  /** An OpenID Connect issuer whose accounts may sign in here, exactly as it calls itself. */
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: "must be an https URL" }).optional(),
  OIDC_CLIENT_ID: z.string().min(1).max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).max(2000).optional(),
  /** What the button on the sign-in page calls the issuer. */
  OIDC_NAME: z.string().trim().min(1).max(60).default("OpenID Connect"),
  /** Whether the issuer is inside: its host may have a private address, and be without TLS. */
  OIDC_PRIVATE_NETWORK: onOrOff.default(false),
  /** Whether an operator proves a second factor in each session; on in production. */
  REQUIRE_SECOND_FACTOR: onOrOff.optional(),
  /** How many polls of `now` a second this server (or the cache before it) should bear. */
  POLLS_PER_SECOND: wholeNumber(1, 10_000_000).default(10_000),
  /** Comma-separated addresses of drand HTTP relays, tried in order. */
  BEACON_URLS: z
    .string()
    .default("https://api.drand.sh,https://drand.cloudflare.com")
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(z.url({ protocol: /^https?$/, error: "must be http or https URLs" })).min(1)),
  /** `test` moves no money, so production has to ask for it by name. */
  PAYMENT_PROVIDER: z.enum(["test", "none"]).optional(),
  /** How long names and addresses of paid orders are kept, as the law of the country asks. */
  ORDER_RETENTION_DAYS: wholeNumber(1, 36_500).default(3_650),
});

type Environment = z.output<typeof schema>;

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** The OpenID Connect issuer, as `OIDC_…` set it. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly isPrivate: boolean;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly brandName: string;
  readonly baseUrl: string;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly secret: string | undefined;
  readonly environment: Environment["NODE_ENV"];
  readonly logLevel: Environment["LOG_LEVEL"];
  readonly trustedProxies: BlockList;
  readonly tls: TlsFiles | undefined;
  readonly metricsToken: string | undefined;
  readonly termsDir: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly mailsPerMinute: number;
  readonly databasePoolSize: number;
  readonly bodyLimitBytes: number;
  readonly requestTimeoutSeconds: number;
  readonly drainSeconds: number;
  readonly unreadySeconds: number;
  readonly oidc: OidcSettings | undefined;
  readonly requireSecondFactor: boolean;
  readonly pollsPerSecond: number;
  readonly beaconUrls: readonly string[];
  readonly paymentProvider: "test" | "none";
  readonly orderRetentionDays: number;
}

/** A setting that cannot be used; the message is one line and names the setting. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * Reads and validates every setting of the process, once, at its start.
 * @throws ConfigError naming the first wrong setting.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const known = Object.fromEntries(
    Object.keys(schema.shape)
      .map((name) => [name, valueOf(name, environment)] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(known);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${String(issue?.path[0] ?? "settings")}: ${issue?.message ?? "wrong"}`);
  }
  const env = parsed.data;
  if (env.DATABASE_URL !== undefined && env.SECRET === undefined) {
    throw new ConfigError(
      "SECRET: must be set with DATABASE_URL, so that every server of one database derives the same keys",
    );
  }
  const tls = tlsFilesOf(env);
  const origin = `${tls === undefined ? "http" : "https"}://${hostInUrl(env.HOST)}:${env.PORT}`;
  return {
    host: env.HOST,
    port: env.PORT,
    brandName: env.BRAND_NAME,
    baseUrl: (env.BASE_URL ?? origin).replace(/\/$/, ""),
    databaseUrl: env.DATABASE_URL,
    dataDir: resolve(env.DATA_DIR),
    secret: env.SECRET,
    environment: env.NODE_ENV,
    logLevel: env.LOG_LEVEL,
    trustedProxies: blockListOf(env.TRUSTED_PROXIES),
    tls,
    metricsToken: env.METRICS_TOKEN,
    termsDir: env.TERMS_DIR === undefined ? undefined : resolve(env.TERMS_DIR),
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    mailsPerMinute: env.MAILS_PER_MINUTE,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    bodyLimitBytes: env.BODY_LIMIT_BYTES,
    requestTimeoutSeconds: env.REQUEST_TIMEOUT_SECONDS,
    drainSeconds: env.DRAIN_SECONDS,
    unreadySeconds: env.UNREADY_SECONDS,
    oidc: oidcOf(env),
    requireSecondFactor: env.REQUIRE_SECOND_FACTOR ?? env.NODE_ENV === "production",
    pollsPerSecond: env.POLLS_PER_SECOND,
    beaconUrls: env.BEACON_URLS,
    paymentProvider: env.PAYMENT_PROVIDER ?? (env.NODE_ENV === "production" ? "none" : "test"),
    orderRetentionDays: env.ORDER_RETENTION_DAYS,
  };
}

/** What must not stand in an environment that others can list may stand in a file instead. */
const MAY_BE_FILES = new Set([
  "SECRET",
  "DATABASE_URL",
  "SMTP_URL",
  "METRICS_TOKEN",
  "OIDC_CLIENT_SECRET",
]);

function valueOf(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const path = environment[`${name}_FILE`];
  if (!MAY_BE_FILES.has(name) || path === undefined || path === "") return environment[name];
  if (environment[name] !== undefined && environment[name] !== "") {
    throw new ConfigError(`${name}_FILE: cannot be set beside ${name}`);
  }
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${name}_FILE: ${path} cannot be read: ${reason}`);
  }
}

function tlsFilesOf(env: Environment): TlsFiles | undefined {
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, BASE_URL: baseUrl } = env;
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined) throw new ConfigError("TLS_CERT_FILE: must be set with TLS_KEY_FILE");
  if (keyFile === undefined) throw new ConfigError("TLS_KEY_FILE: must be set with TLS_CERT_FILE");
  if (baseUrl?.startsWith("http:") === true) {
    throw new ConfigError("BASE_URL: must begin with https:// when TLS_CERT_FILE is set");
  }
  return { certFile: resolve(certFile), keyFile: resolve(keyFile) };
}

function oidcOf(env: Environment): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined)
    return undefined;
  for (const [name, value] of Object.entries({
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
  })) {
    if (value === undefined)
      throw new ConfigError(`${name}: must be set with the other OIDC_… ones`);
  }
  if (issuer?.startsWith("http:") === true && !env.OIDC_PRIVATE_NETWORK) {
    throw new ConfigError("OIDC_ISSUER: must be an https URL, unless OIDC_PRIVATE_NETWORK is on");
  }
  return {
    issuer: issuer ?? "",
    clientId: clientId ?? "",
    clientSecret: clientSecret ?? "",
    name: env.OIDC_NAME,
    isPrivate: env.OIDC_PRIVATE_NETWORK,
  };
}

function hostInUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", prefix] = range.split("/");
    const family = isIP(address) === 4 ? "ipv4" : "ipv6";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
