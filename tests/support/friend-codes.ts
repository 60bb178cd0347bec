import { good, type SaleSite, type TestFan } from "./sale.ts";

export interface NewCode {
  readonly number: number;
  readonly code: string;
  readonly grantedTo: string | null;
}

interface CodeRow {
  readonly number: number;
  readonly state: string;
  readonly redeemedPlace: number | null;
  readonly claimId: string | null;
}

/** What tests do with friend codes for a site's first variant. */
export function friendCodesOf(site: SaleSite) {
  const [variantId] = site.variants;
  const issue = (saleId: string, more: object = { count: 1 }, server = site) =>
    server.operate(saleId, "POST", "friend-codes", { variantId, ...more });
  const issued = async (saleId: string, more?: object) =>
    good(await issue(saleId, more)).body["items"] as NewCode[];
  const list = async (saleId: string, query = "") =>
    good(await site.operate(saleId, "GET", `friend-codes${query}`)).body as unknown as {
      items: CodeRow[];
      nextCursor: string | null;
    };
  return {
    issue,
    issued,
    list,
    oneCode: async (saleId: string, more: object = { count: 1 }): Promise<NewCode> => {
      const [code] = await issued(saleId, more);
      if (code === undefined) throw new Error("a code was asked for");
      return code;
    },
    redeem: (saleId: string, fan: TestFan, { code }: { code: string }, server = site) =>
      server.send("POST", `/sales/${saleId}/code-claims`, {
        body: { code },
        headers: { cookie: fan.cookie },
      }),
    revoke: (saleId: string, { number }: NewCode) =>
      site.operate(saleId, "DELETE", `friend-codes/${number}`),
    stateOf: async (saleId: string, { number }: NewCode) => {
      return (await list(saleId)).items.find((item) => item.number === number)?.state;
    },
    /** The units of the first variant, as the log tells of them. */
    variantOf: async (saleId: string) => {
      const variant = (await site.laneOf(saleId)).variants[0];
      if (variant === undefined) throw new Error("a sale has a variant");
      const { stock, held, sold, reserved } = variant;
      return { stock, held, sold, reserved };
    },
  };
}
