import { readConfig } from "../platform/config.ts";

/**
 * Ends with 0 if the server of these settings is ready, else with 1: what a container's health
 * check runs. A program of its own, because the command line loads the whole server.
 */
const { tls, host, port } = readConfig(process.env);
const local = ["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host;
const name = local.includes(":") ? `[${local}]` : local;
try {
  const answer = await fetch(`${tls === undefined ? "http" : "https"}://${name}:${port}/readyz`, {
    signal: AbortSignal.timeout(4_000),
    // The certificate is for the name that fans type, and this asks by another.
    tls: { rejectUnauthorized: false },
  });
  process.exitCode = answer.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
process.exit();
