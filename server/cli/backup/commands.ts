import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Config, ConfigError } from "../../platform/config.ts";
import {
  EmbeddedPostgresError,
  startEmbeddedPostgres,
} from "../../platform/database/embedded-postgres.ts";
import { createKeys } from "../../platform/keys.ts";
import { refuseUnfinishedRestore } from "../../platform/unfinished-restore.ts";
import type { Print } from "../print.ts";
import { BackupError, type Manifest, readManifest, verifyParts } from "./manifest.ts";
import { refuseNewerBackup, restoreBackup } from "./restore-backup.ts";
import { claimTarget } from "./restore-target.ts";
import { readKeptSecret, writeBackup } from "./write-backup.ts";

const BACKUP_USAGE = "usage: backup FOLDER [--without-secret]";
const RESTORE_USAGE = "usage: restore FOLDER [--check] [--without-mails] [--with-other-secret]";

/** `backup FOLDER`: writes a backup of this installation, while its server runs or not. */
export async function backupCommand(
  args: readonly string[],
  config: Config,
  print: Print,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { "without-secret": { type: "boolean", default: false } },
    allowPositionals: true,
    strict: true,
  });
  const [target] = positionals;
  if (target === undefined || positionals.length > 1) return wrong(BACKUP_USAGE, print);
  return inOneLine("backup", print, async () => {
    refuseUnfinishedRestore(config.dataDir);
    if (config.databaseUrl === undefined && !existsSync(join(config.dataDir, "postgres"))) {
      throw new BackupError(`there is nothing to back up in ${config.dataDir}`);
    }
    // A secret that the environment holds is kept where the environment is.
    const withSecret = !values["without-secret"] && config.secret === undefined;
    const secret = config.secret ?? (await readKeptSecret(config.dataDir));
    const manifest = await withDatabase(config, (connectionString) =>
      writeBackup({ connectionString, dataDir: config.dataDir, secret, withSecret }, target),
    );
    print(`${describe(manifest)} in ${target}`);
    print(
      withSecret
        ? "It holds the installation's secret: keep it as you would keep keys."
        : "It does not hold the installation's secret: keep that elsewhere; nothing replaces it.",
    );
  });
}

/** `restore FOLDER`: verifies a backup and restores it into an empty installation. */
export async function restoreCommand(
  args: readonly string[],
  config: Config,
  print: Print,
): Promise<number> {
  const off = { type: "boolean", default: false } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { check: off, "without-mails": off, "with-other-secret": off },
    allowPositionals: true,
    strict: true,
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) return wrong(RESTORE_USAGE, print);
  return inOneLine("restore", print, async () => {
    const backup = await readManifest(folder);
    await verifyParts(folder, backup);
    refuseNewerBackup(backup);
    print(`${describe(backup)}: every part is as it was written`);
    if (values.check) return;
    const secret = config.secret ?? (await readBackupSecret(folder, backup));
    if (!values["with-other-secret"]) refuseOtherSecret(secret, backup);
    const target = await claimTarget(config.dataDir);
    const restored = await withDatabase(config, (connectionString) =>
      restoreBackup(
        folder,
        config.secret === undefined ? backup : { ...backup, secret: undefined },
        { connectionString, dataDir: config.dataDir },
        { withoutMails: values["without-mails"] },
      ),
    ).catch(async (error: unknown) => {
      await target.abandon();
      throw error;
    });
    await target.finish();
    print(`restored: ${restored.rows} rows in ${restored.tables} tables, ${restored.files} files`);
    print(
      `checked:  the logs of ${restored.sales} sales, ${restored.records} records, every digest`,
    );
    if (restored.heldBackMails > 0) print(`held back: ${restored.heldBackMails} mails`);
    print("Start the server: what was under way when the backup was made goes on from there.");
  });
}

function describe({ takenAt, version, tables, files }: Manifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `backup of ${takenAt} by Millet ${version}: ${rows} rows in ${tables.length} tables, ${files.length} files`;
}

async function readBackupSecret(folder: string, backup: Manifest): Promise<string | undefined> {
  if (backup.secret === undefined) return undefined;
  return (await Bun.file(join(folder, backup.secret.path)).text()).trim();
}

function refuseOtherSecret(secret: string | undefined, backup: Manifest): void {
  const hint = "; with --with-other-secret its passes, receipts and sessions are lost";
  if (secret === undefined) {
    throw new BackupError(
      `the backup holds no secret: set SECRET to the one it was made with${hint}`,
    );
  }
  if (createKeys(secret).publicKey.toString("base64url") === backup.publicKey) return;
  throw new BackupError(`SECRET is not the one that the backup was made with${hint}`);
}

/** The database of DATABASE_URL, or the embedded one, which stays up if a server uses it. */
async function withDatabase<Value>(
  config: Config,
  work: (connectionString: string) => Promise<Value>,
): Promise<Value> {
  if (config.databaseUrl !== undefined) return work(config.databaseUrl);
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir });
  try {
    return await work(embedded.connectionString);
  } finally {
    await embedded.stop();
  }
}

function wrong(usage: string, print: Print): number {
  print(usage);
  return 2;
}

/** What an operator can mend is one line; anything else is shown whole. */
async function inOneLine(name: string, print: Print, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    const isExpected =
      error instanceof BackupError ||
      error instanceof ConfigError ||
      error instanceof EmbeddedPostgresError;
    if (!isExpected) throw error;
    print(`${name}: ${error.message}`);
    return 1;
  }
}
