import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CrowdChild } from "../server/cli/rehearse/crowd-child.ts";
import { Operator } from "../server/cli/rehearse/operator.ts";
import { machineName } from "../server/cli/rehearse/result.ts";
import { makeScratch } from "../server/cli/rehearse/scratch.ts";
import { ServerChild } from "../server/cli/rehearse/server-child.ts";

/**
 * Does sign-in starve a sale? Bursts of claims, in turn alone and while so many people a second
 * sign up with passwords, each from an address of its own, whatever the server answers. What is
 * told is the median of the pairs' own ratios of the claims' 99th percentile. `--rate N` sets how
 * many: 500 a second unless told, some fifty times of what can be hashed.
 */
const PAIRS = 7;
const CLAIMS = 20_000;
const CONNECTIONS = 128;
const rateAt = process.argv.indexOf("--rate");
const RATE = rateAt === -1 ? 500 : Number(process.argv[rateAt + 1]);
const TICK_MS = 10;

const folder = mkdtempSync(join(tmpdir(), "millet-sign-ups-"));
const scratch = await makeScratch(undefined);
// The hammer's addresses are told by the header that a proxy would set.
const server = new ServerChild(scratch, join(folder, "server.log"), {
  TRUSTED_PROXIES: "127.0.0.1/32,::1/128",
});
const crowd = new CrowdChild(scratch, CONNECTIONS);
try {
  await server.start();
  const operator = await Operator.withKey(server.url, scratch);
  const variantId = await operator.makeVariant();
  const sale = await operator.makeSale("open", variantId, (2 * PAIRS + 2) * CLAIMS);
  await operator.step(sale.id, "PUT", "opening");
  let firstPlace = 1;
  const measure = async () => {
    const question = { saleId: sale.id, variantId, target: "claims", requests: CLAIMS } as const;
    const { latencyMs } = await crowd.rate({ type: "burst", ...question, firstPlace });
    firstPlace += CLAIMS;
    return latencyMs.p99;
  };
  await measure();
  const pairs: { calm: number; hammered: number }[] = [];
  const answers = new Map<string, number>();
  let hammeredSeconds = 0;
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const calm = await measure();
    const hammer = startHammer(server.url, answers);
    await Bun.sleep(300);
    const startedAt = performance.now();
    const hammered = await measure();
    hammeredSeconds += (performance.now() - startedAt) / 1000;
    await hammer.stop();
    pairs.push({ calm, hammered });
    console.log(`claims p99 ${calm} ms alone, ${hammered} ms while signing up is hammered`);
  }
  const ratios = pairs.map(({ calm, hammered }) => hammered / calm).toSorted((a, b) => a - b);
  const told = [...answers].map(([answer, count]) => `${count} × ${answer}`).join(", ");
  console.log(`sign-ups answered in ${hammeredSeconds.toFixed(1)} s and around: ${told}`);
  console.log(
    `median ratio of p99: ${ratios[Math.floor(PAIRS / 2)]?.toFixed(2)} (${machineName()})`,
  );
} finally {
  await crowd.stop();
  await server.stop();
  await scratch.remove();
}

function startHammer(url: string, answers: Map<string, number>) {
  const note = (answer: string): void => {
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  };
  const underWay = new Set<Promise<void>>();
  let due = 0;
  const timer = setInterval(() => {
    due += (RATE * TICK_MS) / 1000;
    for (; due >= 1; due -= 1) {
      const attempt = signUp(url).then(note);
      underWay.add(attempt);
      void attempt.finally(() => underWay.delete(attempt));
    }
  }, TICK_MS);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}

async function signUp(url: string): Promise<string> {
  const octet = () => Math.floor(Math.random() * 254) + 1;
  try {
    const answer = await fetch(`${url}/api/v1/auth/sign-up/email`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: url,
        "x-forwarded-for": `11.${octet()}.${octet()}.${octet()}`,
      },
      body: JSON.stringify({
        name: "Fan",
        email: `${crypto.randomUUID()}@fans.test`,
        password: crypto.randomUUID(),
      }),
      signal: AbortSignal.timeout(20_000),
    });
    await answer.arrayBuffer();
    return String(answer.status);
  } catch (error) {
    return error instanceof Error ? error.name : "no answer";
  }
}
