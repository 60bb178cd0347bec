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
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be an smtp:// URL" }).optional(),
  MAIL_FROM: z.string().min(3).default("Millet <millet@localhost>"),
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
  /** How many polls of `now` a second this server (or the cache before it) should bear. */
  POLLS_PER_SECOND: wholeNumber(1, 10_000_000).default(10_000),
  /** Comma-separated addresses of drand HTTP relays, tried in order. */
  BEACON_URLS: z
    .string()
    .default("https://api.drand.sh,https://drand.cloudflare.com")
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(z.url({ protocol: /^https?$/, error: "must be http or https URLs" })).min(1)),
});

type Environment = z.output<typeof schema>;

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly baseUrl: string;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly secret: string | undefined;
  readonly environment: Environment["NODE_ENV"];
  readonly logLevel: Environment["LOG_LEVEL"];
  readonly trustedProxies: BlockList;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly databasePoolSize: number;
  readonly bodyLimitBytes: number;
  readonly requestTimeoutSeconds: number;
  readonly drainSeconds: number;
  readonly unreadySeconds: number;
  readonly pollsPerSecond: number;
  readonly beaconUrls: readonly string[];
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
      .filter((name) => environment[name] !== undefined && environment[name] !== "")
      .map((name) => [name, environment[name]]),
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
  return {
    host: env.HOST,
    port: env.PORT,
    baseUrl: (env.BASE_URL ?? `http://${hostInUrl(env.HOST)}:${env.PORT}`).replace(/\/$/, ""),
    databaseUrl: env.DATABASE_URL,
    dataDir: resolve(env.DATA_DIR),
    secret: env.SECRET,
    environment: env.NODE_ENV,
    logLevel: env.LOG_LEVEL,
    trustedProxies: blockListOf(env.TRUSTED_PROXIES),
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    bodyLimitBytes: env.BODY_LIMIT_BYTES,
    requestTimeoutSeconds: env.REQUEST_TIMEOUT_SECONDS,
    drainSeconds: env.DRAIN_SECONDS,
    unreadySeconds: env.UNREADY_SECONDS,
    pollsPerSecond: env.POLLS_PER_SECOND,
    beaconUrls: env.BEACON_URLS,
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
