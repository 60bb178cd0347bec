import { expect } from "bun:test";
import {
  type FanId,
  mintSessionCookies,
  sessionSecretOf,
} from "../../server/modules/accounts/index.ts";
import { newId } from "../../server/platform/ids.ts";
import { createKeys } from "../../server/platform/keys.ts";
import type { ServerProcess } from "../support/server-process.ts";

/** The servers' SECRET, with which the fans' sessions are made. */
export const SECRET = "a secret for the fault tests, 32 or more";

const sessionSecret = sessionSecretOf(createKeys(SECRET));

/** A signed-in fan with a place and the pass to claim from it. */
export interface Fan {
  readonly fanId: FanId;
  readonly cookie: string;
  readonly place: number;
  readonly pass: string;
}

export interface LiveSale {
  readonly saleId: string;
  readonly variantId: string;
  readonly operator: Operator;
  readonly fans: readonly Fan[];
}

interface Operator {
  /** An `Authorization` header. */
  readonly authorization: string;
}

export interface SaleTerms {
  readonly fans: number;
  readonly stock: number;
  readonly holdSeconds: number;
  readonly waitingLimit: number;
}

/** How long any one request of a test may take. */
const REQUEST_MS = 20_000;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly timeoutMs?: number;
}

/** @throws what `fetch` throws when there is nobody to answer */
export async function send(url: string, request: Request = {}): Promise<Reply> {
  const { method = "GET", headers = {}, body, timeoutMs = REQUEST_MS } = request;
  const answer = await fetch(url, {
    method,
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined
      ? { headers }
      : {
          headers: { ...headers, "content-type": "application/json" },
          body: JSON.stringify(body),
        }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json") === true;
  return {
    status: answer.status,
    headers: answer.headers,
    body: isJson && text !== "" ? JSON.parse(text) : { text },
  };
}

/** The link for the owner that the server printed at its start. */
export function ownerTokenOf(server: ServerProcess): string {
  const token = /\/sign-in\/owner\?token=(\S+)/.exec(server.stdout())?.[1];
  if (token === undefined) throw new Error(`no owner's link in: ${server.stdout()}`);
  return token;
}

/** Posts the form of the owner's page. */
export function useOwnerToken(server: ServerProcess, token: string): Promise<Response> {
  return fetch(`${server.url}/sign-in/owner`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ token }),
    signal: AbortSignal.timeout(REQUEST_MS),
  });
}

/** An API key for an operator, made by the owner, who signs in by the printed link. */
async function createOperator(server: ServerProcess): Promise<Operator> {
  const signedIn = await useOwnerToken(server, ownerTokenOf(server));
  expect(signedIn.status).toBe(303);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const body = { name: "fault tests", role: "operator" };
  const url = `${server.url}/api/v1/api-keys`;
  const created = await send(url, { method: "POST", headers: { cookie }, body });
  expect(created.status).toBe(201);
  return { authorization: `Bearer ${String(created.body["token"])}` };
}

/** A drawn sale of the sample brand, open, with everybody admitted. */
export async function openSale(server: ServerProcess, terms: SaleTerms): Promise<LiveSale> {
  const operator = await createOperator(server);
  const api = `${server.url}/api/v1`;
  const products = await send(`${api}/products`);
  const items = products.body["items"] as { variants: { id: string }[] }[];
  const variantId = items[0]?.variants[0]?.id ?? "";
  const { authorization } = operator;
  const step = async (method: string, path: string, body?: unknown) => {
    const reply = await send(`${api}/sales${path}`, { method, headers: { authorization }, body });
    expect({ step: `${method} ${path}`, ...reply }).toMatchObject({ status: body ? 201 : 200 });
    return reply;
  };
  const made = await step("POST", "", {
    kind: "draw",
    drawMode: "beaconless",
    names: { en: "A sale under faults" },
    variants: [{ variantId, stock: terms.stock }],
    holdSeconds: terms.holdSeconds,
    waitingLimit: terms.waitingLimit,
    // Everybody is admitted at once: what is tested is the claim, not the line.
    admissionMargin: 10,
  });
  const saleId = String(made.body["id"]);
  await step("PUT", `/${saleId}/publication`);
  const cookies = Array.from({ length: terms.fans }, (_, index) => newFan(index));
  await inParallel(cookies, 40, async ({ cookie }) => {
    const url = `${api}/sales/${saleId}/registrations`;
    const reply = await send(url, { method: "POST", headers: { cookie } });
    expect(reply.status).toBe(201);
  });
  await drawPlaces(server, saleId, operator);
  const fans = await inParallel(cookies, 40, async ({ fanId, cookie }): Promise<Fan> => {
    const { status, body } = await send(`${api}/sales/${saleId}/place`, { headers: { cookie } });
    expect(status).toBe(200);
    return { fanId, cookie, place: Number(body["place"]), pass: String(body["pass"]) };
  });
  await step("PUT", `/${saleId}/opening`);
  return { saleId, variantId, operator, fans };
}

/** Draws, or finds that the sale's own schedule was quicker between closing and drawing. */
async function drawPlaces(server: ServerProcess, saleId: string, operator: Operator) {
  const headers = { authorization: operator.authorization };
  const sale = `${server.url}/api/v1/sales/${saleId}`;
  const drawn = await send(`${sale}/draw`, { method: "PUT", headers });
  if (drawn.status !== 409) expect(drawn.status).toBe(200);
  expect((await send(sale)).body).toMatchObject({ state: "drawn" });
}

function newFan(index: number): Pick<Fan, "fanId" | "cookie"> {
  const fanId = newId<"fan">();
  const cookie = mintSessionCookies({
    secret: sessionSecret,
    fanId,
    name: `Fan ${index + 1}`,
    email: `fan-${index + 1}@example.invalid`,
    nowMs: Date.now(),
    secure: false,
  });
  return { fanId, cookie };
}

/** Does the work for all items, so many at a time. */
export async function inParallel<Item, Value>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      values[index] = await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return values;
}
