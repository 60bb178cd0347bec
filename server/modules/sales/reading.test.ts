import { describe, expect, test } from "bun:test";
import { createSaleSite, good, refusal, until } from "../../../tests/support/sale.ts";
import { newId } from "../../platform/ids.ts";

const site = await createSaleSite();

const now = (saleId: string, headers: Record<string, string> = {}) =>
  site.send("GET", `/sales/${saleId}/now`, { headers });

describe("`now`", () => {
  test("answers 304 until something happens, and anew then", async () => {
    const saleId = await site.publish({ kind: "open" });
    const first = good(await now(saleId));
    const tag = first.headers.get("etag") ?? "";
    expect(tag).toMatch(/^W\/"[\w-]{16}"$/);
    expect(first.headers.get("cache-control")).toBe("public, max-age=1");
    const same = await now(saleId, { "if-none-match": tag });
    expect([same.status, same.body, same.headers.get("etag")]).toEqual([304, {} as never, tag]);
    expect((await now(saleId, { "if-none-match": 'W/"other"' })).status).toBe(200);
    good(await site.join(saleId, site.fan()));
    good(await site.operate(saleId, "PUT", "opening"));
    const changed = await until(async () => {
      const reply = await now(saleId, { "if-none-match": tag });
      return reply.status === 200 && reply;
    });
    expect(changed.body["state"]).toBe("selling");
    expect(Date.parse(String(changed.body["serverTime"]))).toBeWithin(
      Date.now() - 5_000,
      Date.now() + 1_000,
    );
  });

  test("is public and of an operator's draft unknown", async () => {
    const saleId = await site.draft();
    expect(refusal(await now(saleId))).toBe("404 sale_not_found");
    expect(refusal(await now(newId()))).toBe("404 sale_not_found");
    expect(refusal(await now("1"))).toBe("404 sale_not_found");
    expect(refusal(await now(saleId.toUpperCase()))).toBe("404 sale_not_found");
  });

  test("tells of a sale before its draw how many wait and when to ask again", async () => {
    const saleId = await site.publish({ opensAt: "2999-01-01T00:00:00Z" });
    for (const fan of site.fans(3)) good(await site.join(saleId, fan));
    expect(good(await now(saleId)).body).toMatchObject({
      saleId,
      state: "registering",
      opensAt: "2999-01-01T00:00:00.000Z",
      asOf: null,
      line: null,
      units: { stock: 2, held: 0, free: 2 },
      soldOut: false,
      final: false,
      nextPollSeconds: { least: 1.5, most: 2.5 },
    });
  });

  test("tells of a sale that is over that nothing will come back", async () => {
    const saleId = await site.openDraw(site.fans(1));
    good(await site.operate(saleId, "PUT", "ending", {}));
    await until(async () => (await now(saleId)).body["asOf"] === null);
    expect((await now(saleId)).body).toMatchObject({
      state: "ended",
      units: { stock: 2, free: 0 },
      final: true,
    });
  });
});

describe("pages", () => {
  test("of sales are newest first, without drafts, and lose or repeat none", async () => {
    const published = [];
    for (let count = 0; count < 5; count += 1) published.unshift(await site.publish());
    const draft = await site.draft();
    for (const [path, as, expected] of [
      ["/sales", undefined, published],
      ["/sales/drafts", site.owner, [draft, ...published]],
    ] as const) {
      const seen: string[] = [];
      let cursor: string | null | undefined;
      do {
        const query = `?limit=2${cursor === undefined ? "" : `&cursor=${cursor}`}`;
        const page = await site.send("GET", `${path}${query}`, as === undefined ? {} : { as });
        const items = good(page).body["items"] as { id: string }[];
        expect(items.length).toBeLessThanOrEqual(2);
        seen.push(...items.map(({ id }) => id));
        cursor = page.body["nextCursor"] as string | null;
      } while (cursor !== null);
      expect(seen.slice(0, expected.length)).toEqual([...expected]);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.includes(draft)).toBe(as !== undefined);
    }
  });

  test("of registrations are in the order of arrival, with places once drawn", async () => {
    const saleId = await site.publish();
    const fans = site.fans(5);
    for (const fan of fans) good(await site.join(saleId, fan));
    good(await site.operate(saleId, "PUT", "draw"));
    const seen: { number: number; place: number; fanId: string }[] = [];
    let cursor = "";
    do {
      const page = good(await site.operate(saleId, "GET", `registrations?limit=2${cursor}`));
      seen.push(...(page.body["items"] as typeof seen));
      const next = page.body["nextCursor"] as string | null;
      cursor = next === null ? "" : `&cursor=${next}`;
    } while (cursor !== "");
    expect(seen.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(seen.map(({ fanId }) => fanId)).toEqual(fans.map(({ id }) => id));
    expect(seen.map(({ place }) => place).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  });

  const rows: readonly [path: string, status: string][] = [
    ["/sales?cursor=abc", "422 invalid_request"],
    ["/sales?cursor=", "422 invalid_request"],
    ["/sales?limit=0", "422 invalid_request"],
    ["/sales?limit=101", "422 invalid_request"],
    ["/sales?limit=ten", "422 invalid_request"],
    ["/sales?limit=1e1", "422 invalid_request"],
    ["/sales?limit=0x10", "422 invalid_request"],
    ["/sales?limit=", "422 invalid_request"],
    ["/sales?state=draft", "422 invalid_request"],
    ["/sales/drafts?cursor=abc", "422 invalid_request"],
    ["/sales/{id}/registrations?cursor=abc", "422 invalid_request"],
    ["/sales/{id}/registrations?cursor=-1", "422 invalid_request"],
    ["/sales/{id}/registrations?cursor=1e1", "422 invalid_request"],
    ["/sales/{id}/registrations?limit=0x10", "422 invalid_request"],
    ["/sales/{id}/friend-codes?cursor=0x1", "422 invalid_request"],
    ["/sales/{id}/registrations?cursor=99999999999999999999", "422 invalid_request"],
    ["/sales/{none}/registrations", "404 sale_not_found"],
    ["/sales/{none}/bars", "404 sale_not_found"],
  ];
  for (const [path, status] of rows) {
    test(`${path} answers ${status}`, async () => {
      const saleId = await site.publish();
      const asked = path.replace("{id}", saleId).replace("{none}", newId());
      expect(refusal(await site.send("GET", asked, { as: site.owner }))).toBe(status);
    });
  }
});

describe("a draft", () => {
  test("is shown to operators alone", async () => {
    const saleId = await site.draft();
    expect(refusal(await site.send("GET", `/sales/${saleId}`))).toBe("401 not_signed_in");
    const support = await site.keyOf("support");
    const colleague = await site.send("GET", `/sales/${saleId}`, { as: support });
    expect(refusal(colleague)).toBe("403 permission_missing");
    expect(good(await site.send("GET", `/sales/${saleId}`, { as: site.owner })).status).toBe(200);
    expect(refusal(await site.send("GET", "/sales/drafts"))).toBe("401 not_signed_in");
  });

  test("takes no registrations, gives no place and has no report", async () => {
    const saleId = await site.draft();
    const fan = site.fan();
    const before = await site.footprint();
    expect(refusal(await site.join(saleId, fan))).toBe("409 registration_not_open");
    const place = await site.ask(saleId, fan, "GET", "place");
    expect(refusal(place)).toBe("404 registration_not_found");
    expect(refusal(await site.claimWith(saleId, "x", {}))).toBe("409 sale_not_open");
    expect(refusal(await site.send("GET", `/sales/${saleId}/report`))).toBe("409 report_not_ready");
    expect(await site.footprint()).toEqual(before);
  });
});

test("a place is told only to who has registered, and only after the draw", async () => {
  const saleId = await site.publish();
  const [fan, stranger] = site.fans(2);
  if (fan === undefined || stranger === undefined) throw new Error("there are fans");
  good(await site.join(saleId, fan));
  expect(refusal(await site.ask(saleId, fan, "GET", "place"))).toBe("409 place_not_drawn");
  good(await site.operate(saleId, "PUT", "draw"));
  const place = good(await site.ask(saleId, fan, "GET", "place"));
  expect(place.body).toMatchObject({ saleId, number: 1, place: 1 });
  expect(place.headers.get("cache-control")).toBe("no-store");
  const none = await site.ask(saleId, stranger, "GET", "place");
  expect(refusal(none)).toBe("404 registration_not_found");
  expect(refusal(await site.send("GET", `/sales/${saleId}/place`))).toBe("401 sign_in_needed");
});

test("the report of a sale under way is not ready, and of no sale there is none", async () => {
  const saleId = await site.openDraw(site.fans(1));
  const report = (id: string, file = "") => site.send("GET", `/sales/${id}/report${file}`);
  expect(refusal(await report(saleId))).toBe("409 report_not_ready");
  expect(refusal(await report(newId()))).toBe("404 sale_not_found");
  expect(refusal(await report(saleId, "/log-3.txt"))).toBe("409 report_not_ready");
  expect(refusal(await report(saleId, "/report.json"))).toBe("422 invalid_request");
  expect(refusal(await report(saleId, "/..%2f..%2fsecret"))).toBe("422 invalid_request");
});
