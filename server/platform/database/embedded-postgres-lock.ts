import { Database, SQLiteError } from "bun:sqlite";
import { EmbeddedPostgresError, reasonOf } from "./embedded-postgres-error.ts";

/**
 * Runs `work` while no other process (and no other caller in this one) holds the same lock.
 *
 * The lock is SQLite's on an empty file: the one lock in Bun that the kernel itself drops when its
 * holder is killed, so that none is ever stale and nobody has to guess from a pid in a file.
 * @throws EmbeddedPostgresError when the lock is not free within `timeoutMs`.
 */
export async function withLock<Value>(
  path: string,
  timeoutMs: number,
  work: () => Promise<Value>,
): Promise<Value> {
  const deadline = performance.now() + timeoutMs;
  let lock = tryLock(path);
  while (lock === undefined) {
    if (performance.now() > deadline) {
      throw new EmbeddedPostgresError(
        `another Millet has been starting or stopping the database for over ${timeoutMs / 1000} s (${path})`,
      );
    }
    await Bun.sleep(15);
    lock = tryLock(path);
  }
  try {
    return await work();
  } finally {
    lock.close();
  }
}

function tryLock(path: string): Database | undefined {
  let database: Database | undefined;
  try {
    database = new Database(path);
    database.run("BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof SQLiteError && error.code === "SQLITE_BUSY") return undefined;
    throw new EmbeddedPostgresError(`cannot lock ${path}: ${reasonOf(error)}`);
  }
}
