import { parseArgs } from "node:util";
import { verifyReport } from "../modules/sales/index.ts";
import type { Print } from "./print.ts";

/**
 * `verify REPORT [--key KEY] [--number N]`: checks a published report against the files beside it.
 * @returns 0 if everything fits, 1 if something does not, 2 for wrong arguments
 */
export async function verifyCommand(args: readonly string[], print: Print): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { key: { type: "string" }, number: { type: "string" } },
    allowPositionals: true,
    strict: true,
  });
  const path = positionals[0];
  const number = values.number === undefined ? undefined : Number(values.number);
  if (path === undefined || positionals.length > 1 || (number !== undefined && !(number >= 1))) {
    print("usage: verify report.json [--key PUBLIC-KEY] [--number REGISTRATION]");
    return 2;
  }
  const result = await verifyReport(path, {
    ...(values.key === undefined ? {} : { publicKey: values.key }),
    ...(number === undefined ? {} : { number }),
    onProgress: print,
  });
  print(result.ok ? "verified: everything follows from the files" : `FAILED: ${result.problem}`);
  return result.ok ? 0 : 1;
}
