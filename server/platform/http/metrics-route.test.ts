import { afterAll, expect, test } from "bun:test";
import { createMetrics } from "../metrics.ts";
import { addMetricsRoute } from "./metrics-route.ts";
import { createRouter } from "./router.ts";

const TOKEN = "a-token-for-figures";
const servers: Bun.Server<undefined>[] = [];

afterAll(async () => {
  for (const server of servers) await server.stop(true);
});

/** Listens on this machine, as a server does. */
function serve(metricsToken: string | undefined): string {
  const app = createRouter();
  const metrics = createMetrics({ process: false });
  metrics.counter("claims_total", "Claims.").inc();
  addMetricsRoute(app, { config: { metricsToken }, metrics });
  const fetch = (request: Request, server: Bun.Server<undefined>) => app.fetch(request, { server });
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch });
  servers.push(server);
  return `http://127.0.0.1:${server.port}/metrics`;
}

async function ask(url: string, headers: Record<string, string> = {}) {
  const answer = await fetch(url, { headers });
  const text = await answer.text();
  return { status: answer.status, figures: text.includes("millet_claims_total 1"), text };
}

test("with a token, whoever sends it gets the figures, from wherever", async () => {
  const url = serve(TOKEN);
  const headers = { authorization: `Bearer ${TOKEN}`, "x-forwarded-for": "203.0.113.9" };
  expect(await ask(url, headers)).toMatchObject({ status: 200, figures: true });
});

const wrong = ["", "Bearer", "Bearer x", `Basic ${TOKEN}`, TOKEN, `Bearer ${TOKEN}2`];

for (const authorization of wrong) {
  test(`"${authorization}" is no token`, async () => {
    const told = await ask(serve(TOKEN), { authorization });
    expect(told).toMatchObject({ status: 401, figures: false });
    expect(told.text).toContain("metrics_token_wrong");
  });
}

test("without a token, this machine may ask directly, and nobody through a proxy", async () => {
  const url = serve(undefined);
  expect(await ask(url)).toMatchObject({ status: 200, figures: true });
  for (const name of ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"]) {
    const told = await ask(url, { [name]: "127.0.0.1" });
    expect(told).toMatchObject({ status: 403, figures: false });
    expect(told.text).toContain("metrics_not_open");
  }
});

test("without a token, no other machine gets the figures", async () => {
  const app = createRouter();
  addMetricsRoute(app, {
    config: { metricsToken: undefined },
    metrics: createMetrics({ process: false }),
  });
  for (const address of ["203.0.113.9", "::ffff:203.0.113.9", "2001:db8::1", undefined]) {
    const server = { requestIP: () => (address === undefined ? null : { address }) };
    const answer = await app.request("/metrics", {}, { server: server as never });
    expect(answer.status).toBe(403);
  }
  const server = { requestIP: () => ({ address: "::ffff:127.0.0.1" }) };
  expect((await app.request("/metrics", {}, { server: server as never })).status).toBe(200);
});
