import { mintSessionCookies, type FanId } from "../../modules/accounts/index.ts";
import { fanIdOf } from "./fans.ts";

/** Writes the crowd's requests as bytes, as a browser would send them to this server. */
export class CrowdRequests {
  private readonly host: string;
  private readonly secret: string;

  /** @param secret the scratch server's own session secret: simulated fans hold ordinary cookies */
  constructor(port: number, secret: string) {
    this.host = `localhost:${port}`;
    this.secret = secret;
  }

  register(saleId: string, fan: number): string {
    return this.request("POST", `/api/v1/sales/${saleId}/registrations`, this.cookiesOf(fan));
  }

  place(saleId: string, fan: number): string {
    return this.request("GET", `/api/v1/sales/${saleId}/place`, this.cookiesOf(fan));
  }

  now(saleId: string, route = "now"): string {
    return this.request("GET", `/api/v1/sales/${saleId}/${route}`, undefined);
  }

  /** The pass travels as it does from a page: in its cookie. */
  claim(saleId: string, pass: string, body: string, route = "claims"): string {
    return this.request("POST", `/api/v1/sales/${saleId}/${route}`, `millet_pass=${pass}`, body);
  }

  release(saleId: string, fan: number, claimId: string): string {
    const path = `/api/v1/sales/${saleId}/claims/${claimId}`;
    return this.request("DELETE", path, this.cookiesOf(fan));
  }

  pay(saleId: string, fan: number, claimId: string, body: string): string {
    const path = `/api/v1/sales/${saleId}/claims/${claimId}/payments`;
    return this.request("POST", path, this.cookiesOf(fan), body);
  }

  checkout(saleId: string, fan: number): string {
    return this.request("GET", `/api/v1/sales/${saleId}/checkout`, this.cookiesOf(fan));
  }

  private cookiesOf(fan: number): string {
    return mintSessionCookies({
      secret: this.secret,
      fanId: fanIdOf(fan) as FanId,
      name: `Fan ${fan}`,
      email: `fan${fan}@fans.test`,
      nowMs: Date.now(),
      secure: false,
    });
  }

  private request(method: string, path: string, cookie: string | undefined, body?: string): string {
    const cookieLine = cookie === undefined ? "" : `cookie: ${cookie}\r\n`;
    const origin = method === "GET" ? "" : `origin: http://${this.host}\r\n`;
    const content =
      body === undefined
        ? method === "GET"
          ? "\r\n"
          : "content-length: 0\r\n\r\n"
        : `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    return `${method} ${path} HTTP/1.1\r\nhost: ${this.host}\r\n${origin}${cookieLine}${content}`;
  }
}
