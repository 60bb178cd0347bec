import { parseArgs } from "node:util";
import { describeApi } from "../main.ts";
import type { Config } from "../platform/config.ts";

/**
 * `describe-api FILE`: writes what `/openapi.json` would answer, without a server.
 * @returns the exit code
 */
export async function describeApiCommand(args: readonly string[], config: Config): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, strict: true });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) {
    process.stderr.write("usage: npm run cli -- describe-api FILE\n");
    return 2;
  }
  await Bun.write(path, `${JSON.stringify(await describeApi(config), null, 2)}\n`);
  return 0;
}
