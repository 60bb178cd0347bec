import { join } from "node:path";
import type { Scratch } from "./scratch.ts";

/** What a rehearsal's unit costs, in US cents. */
export const PRICE_MINOR = 37_000;

/** A sale as the operator's requests answer it; only what the rehearsal reads. */
export interface OperatedSale {
  readonly id: string;
  readonly state: string;
  readonly draw: { readonly seed: string | null } | null;
}

/** The rehearsal's operator: an API key of the command line, and the public routes. */
export class Operator {
  private readonly url: string;
  readonly token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  /** Makes a key as anybody would, on the command line. */
  static async withKey(url: string, scratch: Scratch): Promise<Operator> {
    const cli = join(import.meta.dir, "../main.ts");
    const child = Bun.spawn([process.execPath, cli, "keys", "create", "--role", "operator"], {
      env: {
        PATH: process.env["PATH"] ?? "",
        DATABASE_URL: scratch.databaseUrl,
        DATA_DIR: scratch.dataDir,
        SECRET: scratch.secret,
        LOG_LEVEL: "error",
      },
      stdout: "pipe",
      stderr: "inherit",
    });
    const lines = (await new Response(child.stdout).text()).trim().split("\n");
    const token = lines.at(-1) ?? "";
    if (!token.startsWith("millet_")) throw new Error(`no API key was made: ${lines.join(" ")}`);
    return new Operator(url, token);
  }

  /** @returns the id of a new variant */
  async makeVariant(): Promise<string> {
    const product = await this.send<{ variants: { id: string }[] }>("POST", "/api/v1/products", {
      names: { en: "Rehearsal" },
      variants: [
        {
          sku: "REHEARSAL",
          names: { en: "Rehearsal" },
          prices: [{ currency: "USD", amountMinor: PRICE_MINOR }],
        },
      ],
    });
    const id = product.variants[0]?.id;
    if (id === undefined) throw new Error("the product has no variant");
    return id;
  }

  /** Makes and publishes a sale. */
  async makeSale(
    kind: "draw" | "open",
    variantId: string,
    stock: number,
    holdSeconds = 3600,
  ): Promise<OperatedSale> {
    const sale = await this.send<OperatedSale>("POST", "/api/v1/sales", {
      kind,
      names: { en: `Rehearsal of ${stock} units` },
      drawMode: kind === "draw" ? "beaconless" : null,
      holdSeconds,
      variants: [{ variantId, stock, claimLimit: 1 }],
    });
    return this.step(sale.id, "PUT", "publication");
  }

  step(
    saleId: string,
    method: "PUT" | "DELETE",
    step: string,
    body?: object,
  ): Promise<OperatedSale> {
    return this.send(method, `/api/v1/sales/${saleId}/${step}`, body);
  }

  /** The text of a public file of the report. */
  async download(saleId: string, path: string): Promise<Response> {
    const answer = await fetch(`${this.url}/api/v1/sales/${saleId}/${path}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  /** The server's own figures, as Prometheus text. */
  async metrics(): Promise<string> {
    return (await fetch(`${this.url}/metrics`)).text();
  }

  private async send<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(120_000),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }
}
