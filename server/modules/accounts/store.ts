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
  created_at: ColumnType<Date, never, never>;
}

interface SessionTable {
  id: Column<string>;
  fan_id: Column<FanId>;
  created_at: Column<Date>;
  updated_at: ColumnType<Date, never, never>;
  expires_at: Column<Date>;
  ip_address: Column<string | null>;
  user_agent: Column<string | null>;
  second_factor_at: Date | null;
}

interface PasskeyTable {
  id: Column<string>;
  fan_id: Column<FanId>;
  credential_id: Column<string>;
  name: string | null;
  second_factor: boolean;
  created_at: Column<Date>;
}

interface SecondFactorTable {
  fan_id: Column<FanId>;
  sealed_secret: Buffer;
  begun_in: string;
  confirmed_at: Date | null;
  last_step: number;
  wrong_tries: number;
  tries_since: Date;
  created_at: Date;
}

interface BackupCodeTable {
  fan_id: Column<FanId>;
  code_hash: Column<Buffer>;
}

interface SignInMethodTable {
  fan_id: Column<FanId>;
  provider_id: Column<string>;
  created_at: Column<Date>;
}

interface DeliveryAddressTable {
  fan_id: Column<FanId>;
  name: string;
  line1: string;
  line2: string | null;
  city: string;
  region: string | null;
  postal_code: string | null;
  country: string;
  phone: string | null;
  updated_at: Date;
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

interface ErasureLinkTable {
  fan_id: Column<FanId>;
  token_hash: Buffer;
  expires_at: Date;
}

interface ErasedFanTable {
  fan_id: Column<FanId>;
  erased_at: Column<Date>;
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

export interface AccountsTables {
  fans: FanTable;
  erasure_links: ErasureLinkTable;
  erased_fans: ErasedFanTable;
  delivery_addresses: DeliveryAddressTable;
  operators: OperatorTable;
  api_keys: ApiKeyTable;
  owner_links: OwnerLinkTable;
  operator_actions: OperatorActionTable;
  sessions: SessionTable;
  passkeys: PasskeyTable;
  second_factors: SecondFactorTable;
  backup_codes: BackupCodeTable;
  sign_in_methods: SignInMethodTable;
  verifications: { expires_at: Column<Date> };
}

export function accountsOf(database: Database): Kysely<AccountsTables> {
  return schemaOf<AccountsTables>(database, "accounts");
}

export function accountsIn(tx: Tx): Transaction<AccountsTables> {
  return schemaIn<AccountsTables>(tx, "accounts");
}
