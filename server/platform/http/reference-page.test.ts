import { createRoute, z } from "@hono/zod-openapi";
import { expect, test } from "bun:test";
import { problemResponses, httpFailures } from "./problem.ts";
import { addReferencePage } from "./reference-page.ts";
import { createRouter } from "./router.ts";

const registration = z
  .strictObject({
    fanId: z.uuid().describe("The fan, <b>never</b> a `stranger`."),
    lines: z.array(z.strictObject({ units: z.int().min(1).max(5) })).max(3),
    channel: z.enum(["web", "app"]).optional(),
  })
  .openapi("Registration");

function appWithPage() {
  const app = createRouter();
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/v1/sales/{saleId}/registrations",
      tags: ["sales"],
      summary: "Register for a sale",
      description: "Says `place` & more.",
      request: {
        params: z.object({ saleId: z.uuid() }),
        query: z.object({ locale: z.string().optional() }),
        body: { content: { "application/json": { schema: registration } }, required: true },
      },
      responses: {
        201: {
          description: "Registered.",
          content: { "application/json": { schema: registration } },
        },
        ...problemResponses(httpFailures.not_found),
      },
    }),
    (context) => context.json(context.req.valid("json"), 201),
  );
  const description = { openapi: "3.1.0", info: { title: "Millet", version: "1.2.3" } };
  app.doc31("/openapi.json", description);
  addReferencePage(app, () => app.getOpenAPI31Document(description));
  return app;
}

test("the reference page shows every operation of the API description", async () => {
  const response = await appWithPage().request("/docs/api");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/html; charset=UTF-8");
  const text = (await response.text()).replaceAll(/\s+/g, " ");
  expect(text).toContain("<h1>Millet API <small>1.2.3</small></h1>");
  expect(text).toContain(
    '<span class="method">post</span><span class="path">/api/v1/sales/{saleId}/registrations</span>',
  );
  expect(text).toContain("Says <code>place</code> &amp; more.");
  expect(text).toContain("<code>saleId</code> <small>path</small>");
  expect(text).toContain("<code>locale</code> <small>query, optional</small>");
  expect(text).toContain('<a href="#schema-Registration">Registration</a>');
  expect(text).toContain('<section class="schema" id="schema-Registration">');
  expect(text).toContain("The fan, &lt;b&gt;never&lt;/b&gt; a <code>stranger</code>.");
  expect(text).toContain("string (uuid)");
  expect(text).toContain("<small>1 to 5</small>");
  expect(text).toContain("<small>at most 3 items</small>");
  expect(text).toContain("&quot;web&quot; | &quot;app&quot;");
  expect(text).toContain("<small>application/problem+json</small>");
});

test("every link on the reference page leads to a place on it or to this server", async () => {
  const page = await (await appWithPage().request("/docs/api")).text();
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => `#${id}`));
  const links = [...page.matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, link]) => link ?? "");
  expect(links.length).toBeGreaterThan(3);
  expect(links.filter((link) => !ids.has(link))).toEqual(["/openapi.json"]);
});

test("the reference page's policy lets nothing run or load, and fits its style", async () => {
  const response = await appWithPage().request("/docs/api");
  const page = await response.text();
  const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? "";
  const digest = new Bun.CryptoHasher("sha256").update(style).digest("base64");
  expect(response.headers.get("content-security-policy")).toBe(
    `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  expect(page).not.toMatch(/<script|style="|https?:/);
});
