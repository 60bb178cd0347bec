import { parseArgs } from "node:util";
import { type Accounts, cliOperator, operatorRoles } from "../modules/accounts/index.ts";

const USAGE =
  "usage: keys create --role ROLE [--name NAME] [--days DAYS] | keys list | keys revoke ID";

type Print = (line: string) => void;

/**
 * `keys create`, `keys list` and `keys revoke`: API keys for operators. A mistake in the arguments
 * is one line and exit code 2; what is done goes to the audit log as done by "cli".
 */
export async function keysCommand(
  args: readonly string[],
  accounts: Accounts,
  print: Print,
): Promise<number> {
  const [command, ...rest] = args;
  if (command === "create") return create(rest, accounts, print);
  if (command === "list" && rest.length === 0) return list(accounts, print);
  if (command === "revoke" && rest.length === 1) return revoke(rest[0] ?? "", accounts, print);
  print(USAGE);
  return 2;
}

async function create(args: readonly string[], accounts: Accounts, print: Print): Promise<number> {
  const input = readCreateArgs(args);
  if (typeof input === "string") {
    print(input);
    return 2;
  }
  const { key, token } = await accounts.createApiKey(input, { operator: cliOperator });
  const end = key.expiresAt === null ? "" : `, until ${key.expiresAt.toISOString()}`;
  print(`API key ${key.id} (${key.name}) with the role ${key.role}${end}. It is shown only now:`);
  print(token);
  return 0;
}

/** @returns what to create, or one line that says what is wrong */
function readCreateArgs(args: readonly string[]) {
  let values: { role?: string; name?: string; days?: string };
  try {
    const text = { type: "string" } as const;
    const options = { role: text, name: text, days: text };
    ({ values } = parseArgs({ args: [...args], options, strict: true }));
  } catch (error) {
    return `keys create: ${error instanceof Error ? error.message : String(error)}`;
  }
  const role = operatorRoles.find((known) => known === values.role);
  if (role === undefined) {
    const problem = values.role === undefined ? "--role is missing" : `no role "${values.role}"`;
    return `keys create: ${problem}; roles are ${operatorRoles.join(", ")}`;
  }
  const name = (values.name ?? "made on the command line").trim();
  if (name === "" || name.length > 80) return "keys create: --name must have 1 to 80 characters";
  if (values.days === undefined) return { role, name };
  const days = Number(values.days);
  if (!/^\d+$/.test(values.days) || days < 1 || days > 3650) {
    return "keys create: --days must be a whole number from 1 to 3650";
  }
  return { role, name, days };
}

async function list(accounts: Accounts, print: Print): Promise<number> {
  for (const key of await accounts.listApiKeys()) {
    const end = key.expiresAt === null ? "no end" : `until ${key.expiresAt.toISOString()}`;
    const state = key.revokedAt === null ? end : `revoked ${key.revokedAt.toISOString()}`;
    const used = key.lastUsedAt === null ? "never used" : `used ${key.lastUsedAt.toISOString()}`;
    print([key.id, key.role, state, used, key.name].join("\t"));
  }
  return 0;
}

async function revoke(id: string, accounts: Accounts, print: Print): Promise<number> {
  const revoked = await accounts.revokeApiKey(id, { operator: cliOperator });
  print(revoked.ok ? `API key ${id} is revoked.` : `keys revoke: ${revoked.failure.detail}`);
  return revoked.ok ? 0 : 1;
}
