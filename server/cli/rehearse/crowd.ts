import { sessionSecretOf } from "../../modules/accounts/index.ts";
import { createKeys } from "../../platform/keys.ts";
import { burst } from "./crowd-bursts.ts";
import { Claiming } from "./crowd-claiming.ts";
import { Paying } from "./crowd-paying.ts";
import { registerFans, takePlaces } from "./crowd-registering.ts";
import { CrowdRequests } from "./crowd-requests.ts";
import { CrowdSale } from "./crowd-sale.ts";
import type { CrowdAnswer, CrowdQuestion } from "./messages.ts";

/**
 * The process of the simulated fans. It is told the scratch server's port and secret by its
 * environment and answers one question after the other over the channel to its parent.
 */
const port = Number(process.env["REHEARSAL_PORT"]);
const connections = Number(process.env["REHEARSAL_CONNECTIONS"]);
const serverSecret = process.env["SECRET"] ?? "";

const requests = new CrowdRequests(port, sessionSecretOf(createKeys(serverSecret)));
const sales = new Map<string, CrowdSale>();

function tell(answer: CrowdAnswer): void {
  process.send?.(answer);
}

function saleOf(saleId: string): CrowdSale {
  let sale = sales.get(saleId);
  if (sale === undefined) sales.set(saleId, (sale = new CrowdSale()));
  return sale;
}

async function answer(question: CrowdQuestion): Promise<CrowdAnswer> {
  const sale = saleOf(question.saleId);
  const onProgress = (done: number) => tell({ type: "progress", done });
  const common = { port, connections, onProgress };
  switch (question.type) {
    case "register":
      return {
        type: "rate",
        ...(await registerFans({ ...common, ...question }, requests, sale)),
      };
    case "take-places":
      return { type: "rate", ...(await takePlaces({ ...common, ...question }, requests, sale)) };
    case "mint-passes":
      sale.mint(question.saleId, question.seed, question.entrants, serverSecret);
      return { type: "minted" };
    case "claim": {
      const claiming = new Claiming({ ...common, ...question }, requests, sale);
      return { type: "claimed", run: await claiming.run() };
    }
    case "pay": {
      const paying = new Paying({ ...common, ...question }, requests, sale);
      return { type: "paid", run: await paying.run() };
    }
    case "burst":
      sale.mintOpen(question.saleId, serverSecret);
      return { type: "rate", ...(await burst({ ...common, ...question }, requests, sale)) };
  }
}

process.on("message", (question: CrowdQuestion) => {
  answer(question).then(tell, (error: unknown) => {
    tell({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  });
});
// Without its parent nobody would end it.
process.on("disconnect", () => process.exit(0));
tell({ type: "ready" });
