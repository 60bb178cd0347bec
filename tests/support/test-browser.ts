import { createApp } from "../../server/platform/http/app.ts";
import type { Mount } from "../../server/platform/http/app.ts";
import { mailsOf } from "../../server/platform/mail/store.ts";
import type { Platform } from "../../server/platform/platform.ts";

/** A browser for tests: keeps cookies, names its origin, and has a client address of its own. */
export interface TestBrowser {
  readonly cookies: Map<string, string>;
  cookieHeader(): string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  postForm(
    path: string,
    form: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Response>;
  delete(path: string, headers?: Record<string, string>): Promise<Response>;
}

/** The application that tests speak to over HTTP, and the mails that it would have sent. */
export function createTestSite(platform: Platform, mounts: readonly Mount[]) {
  const { config, log, metrics } = platform;
  const unready = () => Promise.resolve(undefined);
  const app = createApp({ config, log, metrics, mounts, unready, version: "test" });
  let addresses = 0;

  function openBrowser(address = `192.0.2.${(addresses += 1)}`): TestBrowser {
    const cookies = new Map<string, string>();
    const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const env = { server: { requestIP: () => ({ address, family: "IPv4", port: 1 }) } };

    async function send(method: string, path: string, headers: Headers, body?: string) {
      if (cookies.size > 0 && !headers.has("cookie")) headers.set("cookie", cookieHeader());
      if (method !== "GET" && !headers.has("origin")) headers.set("origin", config.baseUrl);
      if (body !== undefined) headers.set("content-length", String(Buffer.byteLength(body)));
      const init = { method, headers, ...(body === undefined ? {} : { body }) };
      const response = await app.request(`${config.baseUrl}${path}`, init, env);
      for (const line of response.headers.getSetCookie()) keep(line);
      return response;
    }

    function keep(line: string): void {
      const [pair = "", ...attributes] = line.split(";");
      const name = pair.slice(0, pair.indexOf("="));
      const isOver = attributes.some((attribute) => attribute.trim().toLowerCase() === "max-age=0");
      if (isOver) cookies.delete(name);
      else cookies.set(name, pair.slice(name.length + 1));
    }

    function sendJson(method: string, path: string, body: unknown, headers = {}) {
      const all = new Headers({ "content-type": "application/json", ...headers });
      return send(method, path, all, JSON.stringify(body));
    }

    return {
      cookies,
      cookieHeader,
      get: (path, headers) => send("GET", path, new Headers(headers)),
      post: (path, body = {}, headers = {}) => sendJson("POST", path, body, headers),
      put: (path, body, headers = {}) => sendJson("PUT", path, body, headers),
      postForm: (path, form, headers = {}) =>
        send(
          "POST",
          path,
          new Headers({ "content-type": "application/x-www-form-urlencoded", ...headers }),
          new URLSearchParams(form).toString(),
        ),
      delete: (path, headers) => send("DELETE", path, new Headers(headers)),
    };
  }

  /** The newest mail to an address; its link without the site's own address. */
  async function newestMail(to: string) {
    const mail = await mailsOf(platform.database)
      .selectFrom("mails")
      .select(["subject", "text"])
      .where("recipient", "=", to)
      .orderBy("recorded_at", "desc")
      .orderBy("id", "desc")
      .executeTakeFirst();
    if (mail === undefined) return undefined;
    const link = /https?:\/\/\S+/.exec(mail.text ?? "")?.[0] ?? "";
    return { ...mail, link: link.slice(config.baseUrl.length), token: tokenIn(link) };
  }

  return { openBrowser, newestMail };
}

export type TestSite = ReturnType<typeof createTestSite>;

function tokenIn(link: string): string {
  return link === "" ? "" : (new URL(link).searchParams.get("token") ?? "");
}

let fans = 0;

export interface SignedInFan {
  readonly browser: TestBrowser;
  readonly id: string;
  readonly email: string;
}

/** A fan who signed up with the password "correct horse" and confirmed the address. */
export async function signUpFan(site: TestSite, name = "Anna"): Promise<SignedInFan> {
  fans += 1;
  const email = `fan.${fans}@example.com`;
  const browser = site.openBrowser();
  await browser.post("/api/v1/auth/sign-up/email", { name, email, password: "correct horse" });
  const mail = await site.newestMail(email);
  await browser.get(`/api/v1/auth/verify-email?token=${mail?.token}`);
  const me = (await (await browser.get("/api/v1/me")).json()) as { fan: { id: string } };
  return { browser, id: me.fan.id, email };
}
