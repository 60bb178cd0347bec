import type { ColumnType, Kysely, Transaction } from "kysely";
import { schemaIn, schemaOf, type Database, type Tx } from "../../platform/database/database.ts";
import type { OperatorRole } from "./rules/permissions.ts";
import type { FanId, OperatorId, OperatorKind } from "./sessions/identities.ts";

type Column<Value> = ColumnType<Value, Value, never>;

/** What better-auth writes; read here, and changed only by it. */
interface FanTable {
  id: Column<FanId>;
  name: Column<string>;
  email: Column<string>;
  email_verified: Column<boolean>;
  locale: Column<string | null>;
}

interface OperatorTable {
  fan_id: Column<FanId>;
  role: OperatorRole;
  appointed_at: Date;
}

interface ApiKeyTable {
  id: Column<string>;
  name: Column<string>;
  role: Column<OperatorRole>;
  secret_hash: Column<Buffer>;
  created_at: Column<Date>;
  last_used_at: Date | null;
  expires_at: Column<Date | null>;
  revoked_at: Date | null;
}

interface OwnerLinkTable {
  token_hash: Column<Buffer>;
  expires_at: Column<Date>;
}

interface OperatorActionTable {
  sequence: ColumnType<number, never, never>;
  at: ColumnType<Date, never, never>;
  operator_kind: Column<OperatorKind>;
  operator_id: Column<OperatorId>;
  operator_name: Column<string>;
  operator_role: Column<OperatorRole>;
  action: Column<string>;
  subject: Column<string>;
  details: ColumnType<Record<string, unknown>, string, never>;
  request_id: Column<string | null>;
}

interface AccountsTables {
  fans: FanTable;
  operators: OperatorTable;
  api_keys: ApiKeyTable;
  owner_links: OwnerLinkTable;
  operator_actions: OperatorActionTable;
  sessions: { expires_at: Column<Date> };
  verifications: { expires_at: Column<Date> };
}

export function accountsOf(database: Database): Kysely<AccountsTables> {
  return schemaOf<AccountsTables>(database, "accounts");
}

export function accountsIn(tx: Tx): Transaction<AccountsTables> {
  return schemaIn<AccountsTables>(tx, "accounts");
}
