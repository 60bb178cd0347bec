import { Client } from "pg";
import { type ServerProcess, untilTrue } from "../support/server-process.ts";
import { type Reply, send } from "./live-sale.ts";

export interface SlowRequest {
  readonly reply: Promise<Reply>;
  /** Lets it go on; the test's own connection is closed by it. */
  letGo(): Promise<void>;
}

/** A request to the server that waits for a lock which the test holds, and is under way now. */
export async function startSlowRequest(
  server: ServerProcess,
  connectionString: string,
): Promise<SlowRequest> {
  const holder = new Client({ connectionString, application_name: "fault tests" });
  // It may be ended together with PostgreSQL.
  holder.on("error", () => undefined);
  await holder.connect();
  await holder.query("begin; lock table catalogue.products in access exclusive mode");
  const reply = send(`${server.url}/api/v1/products`);
  reply.catch(() => undefined);
  await untilTrue(async () => {
    const { rowCount } = await holder.query("select from pg_locks where not granted");
    return rowCount === 1;
  }, "the request waits");
  return { reply, letGo: () => holder.end() };
}
