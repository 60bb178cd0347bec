import { pino, type Logger } from "pino";

export type Log = Logger;

export type LogLevel = "silent" | "error" | "warn" | "info" | "debug";

/** The process's structured log: one JSON object a line on standard output. */
export function createLog(level: LogLevel): Log {
  return pino({
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ["*.password", "*.token", "*.cookie", "*.authorization", "*.secret", "*.pass"],
      censor: "[redacted]",
    },
  });
}
