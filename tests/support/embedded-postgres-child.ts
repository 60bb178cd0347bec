// A stand-in for one Millet process: starts the embedded PostgreSQL, reports it as one line of
// JSON and then stops it on the line "stop", or waits to be killed.
import { startEmbeddedPostgres } from "../../server/platform/database/embedded-postgres.ts";

const [dataDir = "", elsewhere = ""] = process.argv.slice(2);
try {
  const server = await startEmbeddedPostgres({ dataDir, elsewhere });
  const { pid, adopted, notices, connectionString } = server;
  console.log(JSON.stringify({ pid, adopted, notices, connectionString }));
  for await (const line of console) {
    if (line !== "stop") continue;
    await server.stop();
    console.log("stopped");
    break;
  }
  process.exit(0);
} catch (error) {
  console.log(JSON.stringify({ error: String(error) }));
  process.exit(1);
}
