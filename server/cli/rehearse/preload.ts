import { Client } from "pg";
import { connectionSettings } from "../../platform/database/database.ts";

const ROWS_AT_ONCE = 100_000;

/**
 * Registers fans 1 to `fans` in bulk, as the crowd's requests would have left them. It stands in
 * for their requests only; the server reads what it finds.
 */
export async function preloadRegistrations(
  databaseUrl: string,
  saleId: string,
  fans: number,
  onProgress: (done: number) => void,
): Promise<void> {
  const client = new Client(connectionSettings(databaseUrl));
  await client.connect();
  try {
    for (let from = 1; from <= fans; from += ROWS_AT_ONCE) {
      const to = Math.min(fans, from + ROWS_AT_ONCE - 1);
      await client.query("begin");
      await client.query(
        `insert into sales.registrations (sale_id, number, fan_id, random_bytes)
         select $1::uuid, n, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
           sha256(uuid_send(gen_random_uuid()))
         from generate_series($2::integer, $3::integer) as n`,
        [saleId, from, to],
      );
      await client.query("update sales.entrant_lists set registrations = $2 where sale_id = $1", [
        saleId,
        to,
      ]);
      await client.query("commit");
      onProgress(to);
    }
    await client.query("vacuum (analyze) sales.registrations");
  } finally {
    await client.end();
  }
}
