import type { Print } from "../print.ts";
export function rehearseCommand(_args: readonly string[], print: Print): Promise<number> {
  print("not yet");
  return Promise.resolve(1);
}
