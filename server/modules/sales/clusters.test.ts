import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { createSaleSite, good, refusal, type TestFan } from "../../../tests/support/sale.ts";
import { forgetTraces } from "./commands/forget-traces.ts";

const site = await createSaleSite();
const { kysely } = site.platform.database;

interface Origin {
  readonly address: string;
  readonly browser?: string;
}

async function join(saleId: string, fan: TestFan, { address, browser = "A" }: Origin) {
  const headers = { cookie: fan.cookie, "user-agent": browser };
  const env = { server: { requestIP: () => ({ address, family: "IPv4", port: 1 }) } };
  const path = `http://millet.test/api/v1/sales/${saleId}/registrations`;
  const { status } = await site.app.request(path, { method: "POST", headers }, env);
  expect(status).toBe(201);
}

async function account(fan: TestFan, email: string, madeAt: Date): Promise<void> {
  await sql`
    insert into accounts.fans (id, name, email, email_verified, locale, created_at)
    values (${fan.id}, ${`Fan ${email}`}, ${email}, true, 'en', ${madeAt})`.execute(kysely);
}

async function tracesOf(saleId: string): Promise<readonly { network: string; browser: string }[]> {
  const { rows } = await sql<{ network: string; browser: string }>`
    select encode(network_trace, 'hex') as network, encode(browser_trace, 'hex') as browser
    from sales.registrations where sale_id = ${saleId} order by number`.execute(kysely);
  return rows;
}

/** Ten strangers, and six whom a program registered: one network, numbered addresses. */
async function suspiciousSale(): Promise<string> {
  const saleId = await site.publish();
  const [strangers, made] = [site.fans(10), site.fans(6)];
  for (const [index, fan] of strangers.entries()) {
    const madeAt = new Date(Date.UTC(2026, 0, 1 + index));
    await account(
      fan,
      `${["ana", "bo", "cy"][index % 3]}.${saleId}.${"x".repeat(index)}@s.test`,
      madeAt,
    );
    await join(saleId, fan, { address: `203.0.${index}.9`, browser: `B${index}` });
  }
  for (const [index, fan] of made.entries()) {
    const madeAt = new Date(Date.UTC(2026, 1, 1, 10, 0, index * 20));
    await account(fan, `lark${index}@${saleId}.test`, madeAt);
    await join(saleId, fan, { address: `198.51.100.${index}`, browser: "robot" });
  }
  return saleId;
}

interface Body {
  readonly items: readonly Record<string, unknown>[];
  readonly nextCursor: string | null;
}

async function read(saleId: string, path: string): Promise<Body> {
  return good(await site.operate(saleId, "GET", path)).body as unknown as Body;
}

describe("clusters", () => {
  test("show registrations that look like one hand, with all that they have in common", async () => {
    const saleId = await suspiciousSale();
    const { items } = await read(saleId, "clusters");
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      reason: "same_network",
      size: 6,
      strength: "strong",
      emailPattern: `lark#@${saleId}.test`,
      evidence: [
        { reason: "same_network", members: 6, usual: 0 },
        { reason: "same_browser", members: 6, usual: 0.375 },
        { reason: "registered_together", members: 6, usual: 0 },
        { reason: "accounts_made_together", members: 6, usual: 0 },
        { reason: "email_series", members: 6, usual: 0 },
      ],
    });
    const id = String(items[0]?.["id"]);
    const first = await read(saleId, `clusters/${id}/members?limit=4`);
    const rest = await read(saleId, `clusters/${id}/members?limit=4&cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items].map((row) => row["number"])).toEqual([
      11, 12, 13, 14, 15, 16,
    ]);
    expect(rest.nextCursor).toBeNull();
    expect(first.items[0]).toMatchObject({ fan: { email: `lark0@${saleId}.test` } });
    const gone = await site.operate(saleId, "GET", "clusters/same_network-00ff/members");
    expect(refusal(gone)).toBe("404 cluster_not_found");
    const detail = await site.operate(saleId, "GET", "registrations/by-number/12");
    expect(good(detail).body).toMatchObject({
      onSameNetwork: 6,
      withSameBrowser: 6,
      clusters: [{ id }],
      claims: [],
      bars: [],
    });
    const missing = await site.operate(saleId, "GET", "registrations/by-number/99");
    expect(refusal(missing)).toBe("404 registration_unknown");
  });

  test("are none where nothing is known of where registrations came from", async () => {
    const saleId = await site.publish();
    for (const fan of site.fans(6)) good(await site.join(saleId, fan));
    // Without a header that tells of a browser they are alike, which says next to nothing.
    const { items } = await read(saleId, "clusters");
    expect(items.map(({ reason }) => reason)).toEqual(["same_browser"]);
    expect(items.map(({ strength }) => strength)).toEqual(["weak"]);
  });
});

describe("what is kept of where a registration came from", () => {
  test("is alike within a /24, and says nothing across sales", async () => {
    const [one, other] = [await site.publish(), await site.publish()];
    const fans = site.fans(3);
    for (const saleId of [one, other]) {
      for (const [index, fan] of fans.entries()) {
        await join(saleId, fan, { address: index === 2 ? "192.0.3.1" : `192.0.2.${index}` });
      }
    }
    const [a, b, c] = await tracesOf(one);
    expect(a?.network).toMatch(/^[0-9a-f]{16}$/);
    expect(b).toEqual(a as never);
    expect(c?.network).not.toBe(a?.network as string);
    expect(c?.browser).toBe(a?.browser as string);
    const [elsewhere] = await tracesOf(other);
    expect(elsewhere?.network).not.toBe(a?.network as string);
    expect(elsewhere?.browser).not.toBe(a?.browser as string);
  });

  test("is cleared thirty days after the sale was over, and not a day sooner", async () => {
    const saleId = await site.publish();
    await join(saleId, site.fan(), { address: "192.0.2.1" });
    good(await site.operate(saleId, "DELETE", "publication"));
    const ended = async (days: number) => {
      await sql`
        update sales.sales set changed_at = now() - make_interval(days => ${days})
        where id = ${saleId}`.execute(kysely);
      await forgetTraces(site.platform);
      return tracesOf(saleId);
    };
    expect((await ended(29))[0]?.network).toMatch(/^[0-9a-f]{16}$/);
    expect(await ended(31)).toEqual([{ network: null, browser: null } as never]);
  });
});

describe("the list of registrations", () => {
  test("is searched by number, fan, address and name, and narrowed by standing", async () => {
    const saleId = await suspiciousSale();
    const numbers = async (query: string) =>
      (await read(saleId, `registrations?${query}`)).items.map(({ number }) => number);
    expect(await numbers("search=12")).toEqual([12]);
    expect(await numbers(`search=lark3@${saleId}.test`)).toEqual([14]);
    expect(await numbers(`search=LARK5@${saleId}`)).toEqual([]);
    expect(await numbers("search=fan%20bo")).toEqual([2, 5, 8]);
    const [row] = (await read(saleId, "registrations?search=3")).items;
    expect(await numbers(`search=${String(row?.["fanId"])}`)).toEqual([3]);
    expect(await numbers("standing=withdrawn")).toEqual([]);
    expect(await numbers("standing=entered&limit=2")).toEqual([1, 2]);
    expect(await numbers("barred=true")).toEqual([]);
    expect(await numbers("claim=held")).toEqual([]);
  });

  test("finds places that are barred, and claims by their state", async () => {
    const fans = site.fans(3);
    const saleId = await site.openDraw(fans);
    const [first, second] = await site.inOrder(saleId, fans);
    good(await site.claim(saleId, first as TestFan));
    good(await site.operate(saleId, "POST", "bars", { place: 2, reason: "terms_violated" }));
    await site.footprint();
    const barred = await read(saleId, "registrations?barred=true");
    expect(barred.items).toMatchObject([{ place: 2, isBarred: true, fanId: second?.id as string }]);
    const held = await read(saleId, "registrations?claim=held");
    expect(held.items).toMatchObject([{ place: 1, claim: "held", fanId: first?.id as string }]);
    const byPlace = await read(saleId, "registrations?search=2");
    expect(byPlace.items.map(({ place }) => place)).toContain(2);
  });
});
