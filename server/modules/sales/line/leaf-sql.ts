import { sql } from "kysely";

/** `entrantLeaf` of `rules/entrant-list.ts`, of a row of `sales.registrations`. */
export const ENTRANT_LEAF = sql<Buffer>`sha256('millet-entrant-v1'::bytea || uuid_send(sale_id)
  || int4send(number) || uuid_send(fan_id) || random_bytes)`;

/** `tombstoneLeaf`, of such a row. */
export const TOMBSTONE_LEAF = sql<Buffer>`sha256('millet-tombstone-v1'::bytea
  || uuid_send(sale_id) || int4send(number))`;
