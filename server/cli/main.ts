import { openMillet } from "../main.ts";
import { ConfigError, readConfig } from "../platform/config.ts";
import { EmbeddedPostgresError } from "../platform/database/embedded-postgres.ts";
import { backupCommand, restoreCommand } from "./backup/commands.ts";
import { describeApiCommand } from "./describe-api.ts";
import { keysCommand } from "./keys.ts";
import { ownerLinkCommand } from "./owner-link.ts";
import { startCommand } from "./start.ts";
import { verifyCommand } from "./verify.ts";

const USAGE = `usage: npm run cli -- COMMAND
  start [--empty]                    run the server (npm start)
  keys create --role ROLE            make an API key for a script; keys list; keys revoke ID
  owner-link                         print a link that signs in as the owner, once;
                                     --reset-second-factor for an owner who lost it
  backup FOLDER [--without-secret]   write database and files into a new folder, while it runs
  restore FOLDER [--check]           verify a backup and restore it into an empty DATA_DIR
  rehearse --fans N --units N        run a sale against a real server on this machine
  describe-api FILE                  write the API's OpenAPI document
  verify report.json [--number N]    check a published report without any server`;

const print = (line: string) => console.log(line);

async function run(command: string | undefined, args: readonly string[]): Promise<number> {
  switch (command) {
    case "start":
      return startCommand(args, readConfig(process.env), print);
    case "keys": {
      const millet = await openMillet(quiet());
      try {
        return await keysCommand(args, millet.accounts, print);
      } finally {
        await millet.close();
      }
    }
    case "owner-link": {
      const millet = await openMillet(quiet());
      try {
        return await ownerLinkCommand(args, millet.accounts, print);
      } finally {
        await millet.close();
      }
    }
    case "backup":
      return backupCommand(args, quiet(), print);
    case "restore":
      return restoreCommand(args, quiet(), print);
    case "rehearse": {
      const { rehearseCommand } = await import("./rehearse/rehearse.ts");
      return rehearseCommand(args, print);
    }
    case "describe-api":
      return describeApiCommand(args, quiet());
    case "verify":
      return verifyCommand(args, print);
    case undefined:
    default:
      print(USAGE);
      return command === undefined || command === "help" || command === "--help" ? 0 : 2;
  }
}

/** A command's own lines are what it prints; the log would bury them. */
function quiet() {
  return readConfig({ LOG_LEVEL: "error", ...process.env });
}

try {
  process.exitCode = await run(process.argv[2], process.argv.slice(3));
} catch (error) {
  process.exitCode = 1;
  if (error instanceof ConfigError || error instanceof EmbeddedPostgresError) {
    console.error(`millet: ${error.message}`);
  } else if (isUsageError(error)) {
    console.error(`millet: ${(error as Error).message}`);
    process.exitCode = 2;
  } else {
    console.error(error);
  }
}
process.exit();

/** Node's argument parser throws these for options that a command does not have. */
function isUsageError(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" && code.startsWith("ERR_PARSE_ARGS");
}
