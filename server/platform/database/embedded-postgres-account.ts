import { runCommand, type Account } from "./embedded-postgres-command.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

const timeoutMs = 20_000;

/**
 * The user that PostgreSQL runs as when Millet runs as root, which PostgreSQL refuses to do:
 * `postgres`, made as a system user if the machine has none.
 * @throws EmbeddedPostgresError when there is no such user and none can be made.
 */
export async function findOrMakeAccount(
  name: string,
): Promise<{ readonly account: Account; readonly notice?: string }> {
  const found = await findAccount(name);
  if (found !== undefined) return { account: found };
  const complaints: string[] = [];
  for (const [command, ...args] of [
    ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/bin/false", name],
    // The first form fails where a group of that name is left over.
    ["useradd", "--system", "--no-user-group", "--no-create-home", "--shell", "/bin/false", name],
    ["adduser", "-S", "-D", "-H", name],
  ] as const) {
    const result = await runCommand(command, args, { timeoutMs });
    // A second Millet may have made the user in the meantime, so the result alone decides nothing.
    const account = await findAccount(name);
    if (account !== undefined) {
      return { account, notice: `Made the system user ${name}, as which PostgreSQL runs.` };
    }
    complaints.push(`${command}: ${result.complaint.split("\n")[0] ?? ""}`);
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and no user ${name} could be made (${complaints.join("; ")}): make one, run Millet as an ordinary user, or set DATABASE_URL`,
  );
}

async function findAccount(name: string): Promise<Account | undefined> {
  const uid = await numberFrom("id", ["-u", name]);
  const gid = await numberFrom("id", ["-g", name]);
  return uid === undefined || uid === 0 || gid === undefined ? undefined : { uid, gid, name };
}

async function numberFrom(command: string, args: readonly string[]): Promise<number | undefined> {
  const { status, output } = await runCommand(command, args, { timeoutMs });
  return status === 0 && /^\d+\s*$/.test(output) ? Number(output) : undefined;
}

/** Whether the account can enter the folder: mode bits of all parents, ACLs and mounts included. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  return await succeedsAs(account, 'cd -- "$1"', folder);
}

/** Whether the account can run PostgreSQL's programs from this folder. */
export async function canUsePrograms(account: Account, native: string): Promise<boolean> {
  const script =
    'cd -- "$1" && test -x bin/postgres && test -x bin/initdb && test -r share/postgresql/postgres.bki && test -x lib/postgresql';
  return await succeedsAs(account, script, native);
}

async function succeedsAs(account: Account, script: string, folder: string): Promise<boolean> {
  const result = await runCommand("/bin/sh", ["-c", script, "sh", folder], { timeoutMs, account });
  if (result.status === null) {
    throw new EmbeddedPostgresError(
      `cannot run programs as user ${account.name} (${result.complaint}): run Millet as an ordinary user, or set DATABASE_URL`,
    );
  }
  return result.status === 0;
}
