import { Client, DatabaseError } from "pg";
import { databaseUser } from "./embedded-postgres-cluster.ts";
import { EmbeddedPostgresError, reasonOf, systemCodeOf } from "./embedded-postgres-error.ts";

const databaseName = "millet";

/** The `application_name` by which servers of Millet know each other in `pg_stat_activity`. */
export function applicationName(pid: number = process.pid): string {
  return `millet:${pid}`;
}

/**
 * A URL for `pg`. `host=` names the socket's folder and wins over `localhost`, which stands there
 * because a URL without a host is none; port and sslmode are given so that PGPORT and PGSSLMODE of
 * whoever started Millet have no say.
 */
export function connectionStringFor(socketDir: string, database: string = databaseName): string {
  return `postgres://${databaseUser}@localhost:5432/${database}?host=${encodeURIComponent(socketDir)}&sslmode=disable`;
}

/** How long to wait for a connection. */
export interface Patience {
  /** For a first answer of any kind, in milliseconds. */
  readonly silentMs: number;
  /** For a server that answers "not yet": it replays its log after a crash. */
  readonly recoveringMs: number;
}

export const defaultPatience: Patience = { silentMs: 20_000, recoveringMs: 600_000 };

export type ConnectOutcome =
  | { readonly kind: "connected"; readonly client: Client }
  /** The process ended. */
  | { readonly kind: "gone" }
  /** The process lives and answered nothing in all the time that it was given. */
  | { readonly kind: "silent" };

type Attempt =
  | Extract<ConnectOutcome, { kind: "connected" }>
  | Extract<ConnectOutcome, { kind: "silent" }>
  | { readonly kind: "not-yet" }
  | { readonly kind: "no-database" }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Connects to the database `millet`, making it if it is missing, as soon as the server lets us.
 * @param socketDir asked before each attempt, since a starting server settles it late.
 * @throws EmbeddedPostgresError when the server answers, but only with refusals.
 */
export async function connectWhenReady(
  socketDir: () => string,
  isRunning: () => boolean,
  patience: Patience,
): Promise<ConnectOutcome> {
  const startedAt = performance.now();
  let answeredAt = startedAt;
  let refusedAt: number | undefined;
  for (;;) {
    const attempt = await connectOnce(socketDir(), databaseName);
    const now = performance.now();
    if (attempt.kind === "connected") return attempt;
    if (!isRunning()) return { kind: "gone" };
    if (attempt.kind === "silent" && now - answeredAt > patience.silentMs) return attempt;
    if (attempt.kind !== "silent") answeredAt = now;
    if (attempt.kind === "no-database") await makeDatabase(socketDir());
    if (attempt.kind === "refused") {
      refusedAt ??= now;
      if (now - refusedAt > patience.silentMs) {
        throw new EmbeddedPostgresError(
          `the database server lets nobody connect: ${attempt.reason}`,
        );
      }
    }
    if (now - startedAt > patience.recoveringMs) {
      throw new EmbeddedPostgresError(
        `the database server is not ready after ${patience.recoveringMs / 1000} s`,
      );
    }
    await Bun.sleep(10);
  }
}

async function connectOnce(socketDir: string, database: string): Promise<Attempt> {
  const client = new Client({
    connectionString: connectionStringFor(socketDir, database),
    application_name: applicationName(),
    connectionTimeoutMillis: 2000,
    query_timeout: 20_000,
  });
  // A connection that breaks later reports it here; without a listener that ends the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return { kind: "connected", client };
  } catch (error) {
    void disconnect(client);
    return classify(error);
  }
}

function classify(error: unknown): Attempt {
  if (error instanceof DatabaseError) {
    // https://www.postgresql.org/docs/18/errcodes-appendix.html
    if (error.code === "57P03") return { kind: "not-yet" };
    if (error.code === "3D000") return { kind: "no-database" };
    return { kind: "refused", reason: error.message };
  }
  const code = systemCodeOf(error);
  if (code === "EACCES" || code === "EPERM") return { kind: "refused", reason: reasonOf(error) };
  return { kind: "silent" };
}

async function makeDatabase(socketDir: string): Promise<void> {
  const attempt = await connectOnce(socketDir, "postgres");
  if (attempt.kind !== "connected") return;
  try {
    await attempt.client.query(`CREATE DATABASE ${databaseName}`);
  } catch (error) {
    const code = error instanceof DatabaseError ? error.code : undefined;
    // 42P04 and 23505: somebody else made it in the meantime.
    if (code !== "42P04" && code !== "23505") {
      throw new EmbeddedPostgresError(
        `cannot make the database ${databaseName}: ${reasonOf(error)}`,
      );
    }
  } finally {
    await disconnect(attempt.client);
  }
}

/** Closes the connection; does not wait long for a server that no longer listens. */
export async function disconnect(client: Client): Promise<void> {
  await Promise.race([client.end().catch(() => undefined), Bun.sleep(2000)]);
}

/**
 * How many connections other servers of Millet have open, by `pg_stat_activity`; none when the
 * server does not answer, since then it serves nobody else either.
 */
export async function countOtherConnections(client: Client, socketDir: string): Promise<number> {
  try {
    return await queryOthers(client);
  } catch {
    // Our connection was cut, as all are when one session crashes; the server may be well again.
    const attempt = await connectOnce(socketDir, databaseName);
    if (attempt.kind !== "connected") return attempt.kind === "refused" ? 1 : 0;
    try {
      return await queryOthers(attempt.client);
    } finally {
      await disconnect(attempt.client);
    }
  }
}

async function queryOthers(client: Client): Promise<number> {
  const { rows } = await client.query<{ others: number }>(
    `SELECT count(*)::int AS others FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND application_name LIKE 'millet%' AND application_name <> $1`,
    [applicationName()],
  );
  return rows[0]?.others ?? 0;
}

/** Lets the process end although the connection is open (`false`), or not (`true`). */
export function keepProcessAlive(client: Client, keep: boolean): void {
  // pg documents neither method in its types; both are part of its public class.
  const connection = client as Client & { ref(): void; unref(): void };
  if (keep) connection.ref();
  else connection.unref();
}
