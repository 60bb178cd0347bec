import type { Platform } from "../../../platform/platform.ts";
import { PaymentDesk } from "../payment/payment-desk.ts";
import type { DepositPorts } from "./deposit-runner.ts";
import { runDeposit } from "./deposit-runner.ts";
import type { Deposit } from "./deposit.ts";
import { PostgresDepositStore } from "./postgres-deposit-store.ts";

/** The deposits of this process: where they are durable, and who runs them. */
export interface Deposits {
  readonly store: PostgresDepositStore;
  readonly desk: PaymentDesk<Deposit>;
}

export function createDeposits(
  { clock, config, database, log, metrics }: Platform,
  providerOf: DepositPorts["providerOf"],
): Deposits {
  const store = new PostgresDepositStore({ database, clock });
  const rests = metrics.counter(
    "deposits_total",
    "Deposits by the state that they came to rest in.",
    ["state"],
  );
  const returnUrlOf = (saleId: string) => `${config.baseUrl}/sales/${saleId}/deposit`;
  const ports: DepositPorts = { store, providerOf, returnUrlOf };
  const desk = new PaymentDesk<Deposit>({
    log,
    find: (id) => store.find(id),
    run: (deposit) => runDeposit(ports, deposit),
    onRest: ({ state }) => rests.inc({ state }),
  });
  return { store, desk };
}
