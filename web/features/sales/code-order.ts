/** What somebody types to have friend codes issued. */
export interface CodeOrder {
  readonly variantId: string;
  readonly units: number | string;
  readonly isForFans: boolean;
  readonly count: number | string;
  /** Addresses, one on each line. */
  readonly emails: string;
}

export type CodeProblem =
  | { readonly field: "units"; readonly problem: "unitsProblem" }
  | { readonly field: "count"; readonly problem: "countProblem" }
  | { readonly field: "emails"; readonly problem: "emailsProblem" }
  | { readonly field: "emails"; readonly problem: "emailProblem"; readonly email: string };

const CODES_MOST = 1_000;

/** The addresses of a text, each once. */
export function emailsOf(text: string): readonly string[] {
  const lines = text.split(/[\n,;]/).map((line) => line.trim());
  const seen = new Map(
    lines.filter((line) => line !== "").map((line) => [line.toLowerCase(), line]),
  );
  return [...seen.values()];
}

/** What keeps the order from being sent. @param claimLimit as many units as a code may be worth */
export function findCodeProblems(order: CodeOrder, claimLimit: number): readonly CodeProblem[] {
  const problems: CodeProblem[] = [];
  const isWhole = (typed: number | string, most: number) => {
    const value = Number(typed);
    return typed !== "" && Number.isInteger(value) && value >= 1 && value <= most;
  };
  if (!isWhole(order.units, claimLimit)) problems.push({ field: "units", problem: "unitsProblem" });
  if (!order.isForFans) {
    if (!isWhole(order.count, CODES_MOST)) {
      problems.push({ field: "count", problem: "countProblem" });
    }
    return problems;
  }
  const emails = emailsOf(order.emails);
  const wrong = emails.find((email) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email));
  if (emails.length === 0 || emails.length > CODES_MOST) {
    problems.push({ field: "emails", problem: "emailsProblem" });
  } else if (wrong !== undefined) {
    problems.push({ field: "emails", problem: "emailProblem", email: wrong });
  }
  return problems;
}

/** The codes as a table for spreadsheets: a line for each, with its number. */
export function codesAsCsv(codes: readonly { readonly number: number; readonly code: string }[]) {
  const lines = codes.map(({ number, code }) => `${number},${code}`);
  return `number,code\r\n${lines.join("\r\n")}\r\n`;
}
