import { startMillet } from "../../main.ts";
import { readConfig } from "../../platform/config.ts";
import { baselineMount } from "./baseline.ts";

/** The rehearsal's server: the real one, with the baseline's routes beside its own. */
const millet = await startMillet(readConfig(process.env), (platform) => [baselineMount(platform)]);
process.send?.({ type: "listening" });

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  void millet.stop().then(() => process.exit(0));
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);

/** The rehearsal holds the other end; where it was killed, nobody else would end its server. */
async function endWithRehearsal(): Promise<void> {
  for await (const _ of Bun.stdin.stream()) continue;
  stop();
}
void endWithRehearsal();
