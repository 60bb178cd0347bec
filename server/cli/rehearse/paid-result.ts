import type { CurvePoint } from "./curve.ts";
import type { Latency } from "./messages.ts";

/** What `--pay --json` prints as its last line. */
export interface PaidResult {
  readonly fans: number;
  readonly units: number;
  readonly claims: number;
  readonly paid: number;
  readonly letGo: number;
  readonly letExpire: number;
  readonly paidAfterWaiting: number;
  /** Fans whose hold had ended before their payment, or their giving up, had its turn. */
  readonly tooLate: number;
  /** From the first claim until everybody who meant to pay at once had paid. */
  readonly secondsToLastPaidOfFirstRound: number;
  readonly ordersPerSecond: number;
  /**
   * Orders of the first round by the time from the first registration to the last of them, the draw
   * included; null where registrations were loaded in bulk.
   */
  readonly wholeOrdersPerSecond: number | null;
  /** The same until the last unit that came back was paid too. */
  readonly secondsToLastPaid: number;
  readonly paymentLatencyMs: Latency;
  readonly cpuMicrosecondsPerOrder: number;
  readonly oversold: number;
  readonly duplicateClaims: number;
  readonly acknowledgedButMissing: number;
  readonly soldWithoutMoney: number;
  readonly moneyWithoutSale: number;
  readonly ordersWrong: number;
  readonly unexpectedAnswers: number;
  readonly kills: number;
  readonly takeovers: number;
  readonly machine: string;
  /** Units paid after so many seconds of the sale. */
  readonly curve: readonly CurvePoint[];
}

/** The same for people. */
export function paidTableOf(result: PaidResult): string[] {
  const number = (value: number) => value.toLocaleString("en");
  const { p50, p99, p999 } = result.paymentLatencyMs;
  const whole = result.wholeOrdersPerSecond;
  const rows: [string, string][] = [
    ["fans, units", `${number(result.fans)}, ${number(result.units)}`],
    ["claims", number(result.claims)],
    ["let go, let expire", `${number(result.letGo)}, ${number(result.letExpire)}`],
    ["paid", number(result.paid)],
    ["of them after waiting", number(result.paidAfterWaiting)],
    ["too late for their hold", number(result.tooLate)],
    ["first round paid after", `${result.secondsToLastPaidOfFirstRound} s`],
    ["paid orders/s meanwhile", number(result.ordersPerSecond)],
    ["register to paid, orders/s", whole === null ? "not measured" : number(whole)],
    ["every unit paid after", `${result.secondsToLastPaid} s`],
    ["payment p50, p99, p99.9", `${p50}, ${p99}, ${p999} ms`],
    ["server's processor time", `${result.cpuMicrosecondsPerOrder} µs an order`],
    ["kills, takeovers", `${result.kills}, ${result.takeovers}`],
    ["oversold", number(result.oversold)],
    ["duplicate claims", number(result.duplicateClaims)],
    ["acknowledged but missing", number(result.acknowledgedButMissing)],
    ["sold without money", number(result.soldWithoutMoney)],
    ["money without sale", number(result.moneyWithoutSale)],
    ["orders unlike the log", number(result.ordersWrong)],
    ["unexpected answers", number(result.unexpectedAnswers)],
    ["machine", result.machine],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

/** What should be nought. */
export function faultsOf(result: PaidResult): number {
  return (
    result.oversold +
    result.duplicateClaims +
    result.acknowledgedButMissing +
    result.soldWithoutMoney +
    result.moneyWithoutSale +
    result.ordersWrong +
    result.unexpectedAnswers
  );
}
