import { expect, test } from "bun:test";
import { sql } from "kysely";
import { createNoticeSite, moreNotices } from "../../../tests/support/notices.ts";
import { createMetrics } from "../../platform/metrics.ts";
import { good, type TestFan, until } from "../../../tests/support/sale.ts";

const site = await createNoticeSite();
const names = { en: "Second round", "zh-Hans": "第二轮发售" };
const HOUR_MS = 3_600_000;

/** An English and a Chinese fan who have joined a sale. */
async function joined(offer: Readonly<Record<string, unknown>> = {}) {
  const [english] = await site.members(1);
  const [chinese] = await site.members(1, { locale: "zh-Hans" });
  if (english === undefined || chinese === undefined) throw new Error("there are two members");
  const saleId = await site.publish({ names, ...offer });
  for (const fan of [english, chinese]) good(await site.join(saleId, fan));
  return { saleId, english, chinese };
}

/** The last mail to a fan. */
async function lastOf(fan: TestFan) {
  const mail = (await site.told(fan)).at(-1);
  if (mail === undefined) throw new Error("the fan was told something");
  return mail;
}

test("a bar is told with its public reason and the way to appeal, and so is each answer", async () => {
  const { saleId, english, chinese } = await joined();
  good(await site.operate(saleId, "PUT", "draw"));
  await site.tellAll();
  const bar = async (fan: TestFan) =>
    good(
      await site.operate(saleId, "POST", "bars", {
        place: await site.placeOf(saleId, fan),
        reason: "duplicate_person",
        note: "the same card thrice",
      }),
    );
  for (const fan of [english, chinese]) await bar(fan);
  await site.tellAll();
  const first = await lastOf(english);
  expect(first.about).toBe("barred");
  expect(first.text).toContain("the same person registered more than once");
  expect(first.text).toContain("appeal");
  expect(first.text).toContain(`http://millet.test/sales/${saleId}/waiting`);
  expect(first.text).not.toContain("thrice");
  expect((await lastOf(chinese)).text).toContain("同一个人");

  const appeal = async (fan: TestFan) =>
    good(
      await site.send("POST", `/sales/${saleId}/appeals`, {
        body: { text: "I live with my sister, we are two people." },
        headers: { cookie: fan.cookie },
      }),
    ).body.id;
  const decide = async (fan: TestFan, decision: string, answer: string) =>
    good(
      await site.operate(saleId, "PUT", `appeals/${await appeal(fan)}/decision`, {
        decision,
        answer,
      }),
    );
  await decide(english, "uphold", "We saw <b>one</b> card.");
  await decide(chinese, "restore", "对不起。");
  await site.tellAll();
  const refused = await lastOf(english);
  expect([refused.about, refused.subject]).toEqual([
    "appeal_decided",
    "Your appeal was refused: Second round",
  ]);
  expect(refused.text).toContain("We saw <b>one</b> card.");
  expect(refused.html).toContain("We saw &lt;b&gt;one&lt;/b&gt; card.");
  expect((await lastOf(chinese)).subject).toBe("申诉成立：第二轮发售");

  good(await site.operate(saleId, "DELETE", `bars/${await site.placeOf(saleId, english)}`));
  await site.tellAll();
  // The one restored on appeal was told by the answer to it.
  const told = ["placed", "barred", "appeal_decided"];
  expect(await site.toldOf(english)).toEqual([...told, "restored"]);
  expect(await site.toldOf(chinese)).toEqual(told);
});

test("a sale that is moved, and one that is cancelled, tell all who are registered and no one else", async () => {
  const opensAt = new Date(Date.now() + 5 * HOUR_MS).toISOString();
  const { saleId, english, chinese } = await joined({ opensAt });
  const [left] = await site.members(1);
  if (left === undefined) throw new Error("there is a member");
  good(await site.join(saleId, left));
  await site.tellAll();
  good(await site.ask(saleId, left, "DELETE", "registrations/mine"));
  const move = (to: string) => site.operate(saleId, "PUT", "dates", { opensAt: to, endsAt: null });
  good(await move("2031-05-06T07:00:00Z"));
  good(await move("2031-05-06T08:00:00Z"));
  good(await move("2031-05-06T08:00:00Z"));
  await site.tellAll();
  expect((await lastOf(english)).text).toContain("It now opens on May 6, 2031, 08:00 UTC.");
  expect((await lastOf(chinese)).text).toContain("2031年5月6日 08:00 UTC");
  good(await site.operate(saleId, "DELETE", "publication"));
  await site.tellAll();
  for (const fan of [english, chinese]) {
    expect(await site.toldOf(fan)).toEqual(["registered", "moved", "cancelled"]);
  }
  expect(await site.toldOf(left)).toEqual(["registered"]);
});

test("a refund is told with its amount, and money that could not be had without one", async () => {
  const saleId = await site.openSale({ names });
  const [english] = await site.members(1);
  const [chinese] = await site.members(1, { locale: "zh-Hans" });
  if (english === undefined || chinese === undefined) throw new Error("there are two members");
  const hold = async (fan: TestFan) => {
    good(await site.join(saleId, fan));
    const { claim } = good(await site.claim(saleId, fan)).body as unknown as {
      claim: { id: string };
    };
    return { saleId, fan, claimId: claim.id };
  };
  const bought = await hold(english);
  good(await site.pay(bought, "test_approve"));
  good(
    await site.send("POST", `/orders/${bought.claimId}/refunds`, {
      body: { reason: "arrived broken" },
      as: site.owner,
    }),
  );
  good(await site.pay(await hold(chinese), "test_capture_fails"));
  await site.tellAll();
  const [paid, refunded] = (await site.told(english)).filter(
    ({ about }) => about === "paid" || about === "refunded",
  );
  expect(paid?.text).toContain("is paid: CN¥1,999.");
  expect(paid?.text).toContain(`http://millet.test/orders/${bought.claimId}`);
  expect(refunded?.text).toContain("We have refunded CN¥1,999");
  expect((await lastOf(chinese)).subject).toBe("扣款未成功：第二轮发售");
});

test("a code is mailed to the fan whom it is given to, and to nobody when it names none", async () => {
  const { saleId, english, chinese } = await joined();
  const [variantId] = site.variants;
  const issued = good(
    await site.operate(saleId, "POST", "friend-codes", { variantId, fanIds: [chinese.id] }),
  ).body["items"] as { code: string }[];
  const mail = (await site.told(chinese)).find(({ about }) => about === "code");
  expect(mail?.text).toContain(issued[0]?.code ?? "no code");
  expect(mail?.text).toContain("1 × Siskin One");
  // It leads to the form, and has the code in no address.
  expect(mail?.text).toContain(`http://millet.test/sales/${saleId}/code\n`);
  good(await site.operate(saleId, "POST", "friend-codes", { variantId, count: 1 }));
  await site.tellAll();
  expect(await site.toldOf(english)).toEqual(["registered"]);
  expect((await site.toldOf(chinese)).toSorted()).toEqual(["code", "registered"]);
});

test("a turn is told when it is near: before the opening, and as the line moves; once", async () => {
  const members = await site.members(45);
  const opensAt = new Date(Date.now() + HOUR_MS / 12).toISOString();
  const saleId = await site.publish({ names, opensAt, holdSeconds: 300, admissionMargin: 0 });
  for (const fan of members) good(await site.join(saleId, fan));
  good(await site.operate(saleId, "PUT", "draw"));
  await until(async () => {
    const now = await site.sales.forPages.findNow(saleId);
    return now.ok && now.value.line !== null;
  });
  await site.tellAll();
  const line = await site.inOrder(saleId, members);
  const near = async () => {
    const lists = await Promise.all(line.map((fan) => site.toldOf(fan)));
    return lists.flatMap((list, index) => (list.includes("turn_near") ? [index + 1] : []));
  };
  // Two units: the opening calls two.
  expect(await near()).toEqual([1, 2]);
  const [first, second] = line;
  if (first === undefined || second === undefined) throw new Error("the line has places");
  const told = (await site.told(first)).find(({ about }) => about === "turn_near");
  expect(told?.text).toContain("is among the first to be called");
  good(await site.operate(saleId, "PUT", "opening"));
  await until(async () => {
    const now = await site.sales.forPages.findNow(saleId);
    return now.ok && now.value.line?.admittedThrough === 2;
  });
  good(await site.claim(saleId, first));
  await site.tellAll();
  await site.tellAll();
  const places = await near();
  expect(places.slice(0, 3)).toEqual([1, 2, 3]);
  // Twenty, or what the line's pace of the first seconds reaches in five minutes.
  expect(places.length).toBeGreaterThanOrEqual(22);
  const mails = (await Promise.all(line.map((fan) => site.toldOf(fan)))).flat();
  expect(mails.filter((about) => about === "turn_near")).toHaveLength(places.length);
  // A unit is free, but the other fan takes it: nobody else is called for stock that is gone.
  good(await site.claim(saleId, second));
  await site.tellAll();
  expect((await near()).length).toBe(places.length);
});

test("what is late is not sent, and counted", async () => {
  const saleId = await site.publish({ names, holdSeconds: 900 });
  const [member] = await site.members(1);
  if (member === undefined) throw new Error("there is a member");
  good(await site.join(saleId, member));
  good(await site.operate(saleId, "PUT", "draw"));
  good(await site.operate(saleId, "PUT", "opening"));
  good(await site.claim(saleId, member));
  // Whoever writes mails comes back 14 minutes and 40 seconds later.
  await until(async () => (await site.sales.findClaimsProgress(saleId)).projected > 2);
  const lateMetrics = createMetrics({ process: false });
  const late = moreNotices(site, {
    metrics: lateMetrics,
    clock: { ...site.platform.clock, wallMs: () => Date.now() + 880_000 },
  });
  await site.tellAll(late);
  // The registration was overtaken by the draw, the place by its turn; both holds' mails are late.
  expect(await site.toldOf(member)).toEqual([]);
  const figures = await lateMetrics.collect();
  expect(figures).toContain('{kind="held",outcome="skipped",reason="late"} 1');
  expect(figures).toContain('{kind="hold_expiring",outcome="skipped",reason="late"}');
  expect(figures).toContain('{kind="placed",outcome="skipped",reason="claimed"} 1');
});

test("a hold is told of and, a quarter before its end, reminded of; who ends it is told no more", async () => {
  const saleId = await site.publish({ names, holdSeconds: 600 });
  const [member] = await site.members(1, { locale: "zh-Hans" });
  if (member === undefined) throw new Error("there is a member");
  good(await site.join(saleId, member));
  good(await site.operate(saleId, "PUT", "draw"));
  good(await site.operate(saleId, "PUT", "opening"));
  const { claim } = good(await site.claim(saleId, member)).body as unknown as {
    claim: { id: string };
  };
  await site.tellAll();
  expect((await lastOf(member)).text).toContain("已为您保留：1 × Siskin One。");
  const at = (seconds: number) =>
    moreNotices(site, {
      clock: { ...site.platform.clock, wallMs: () => Date.now() + seconds * 1000 },
    });
  await site.tellAll(at(400));
  expect((await lastOf(member)).about).toBe("held");
  await site.tellAll(at(460));
  await site.tellAll(at(470));
  expect((await lastOf(member)).subject).toBe("保留即将到期：第二轮发售");
  const told = await site.toldOf(member);
  expect(told.filter((about) => about === "hold_expiring")).toHaveLength(1);
  good(await site.ask(saleId, member, "DELETE", `claims/${claim.id}`));
  await site.tellAll();
  expect(await site.toldOf(member)).toEqual(told);
});

test("who waited until the sale was stopped is told of its end once, in true words", async () => {
  const members = await site.members(4);
  const saleId = await site.openDraw(members, { names });
  const [first, second, third, fourth] = await site.inOrder(saleId, members);
  if (!first || !second || !third || !fourth) throw new Error("four fans have places");
  for (const fan of [first, second, third]) good(await site.claim(saleId, fan));
  await site.tellAll();
  good(await site.operate(saleId, "PUT", "ending", {}));
  await site.tellAll();
  for (const fan of [third, fourth]) {
    const ends = (await site.told(fan)).filter(({ about }) => about === "over");
    expect(ends).toHaveLength(1);
    // Holds are still open: nobody says that all is sold and paid.
    expect(ends[0]?.text).toContain("Second round");
    expect(ends[0]?.text).not.toContain("waiting set");
  }
  for (const fan of [first, second]) expect(await site.toldOf(fan)).not.toContain("over");
});

test("the end of a sale is told although a crash has swallowed its events", async () => {
  const members = await site.members(3);
  const saleId = await site.openDraw(members, { names });
  await site.tellAll();
  good(await site.operate(saleId, "PUT", "ending", {}));
  await site.platform.events.deliverPending();
  const { numAffectedRows } = await sql`
    delete from notices.walks where sale_id = ${saleId} and kind = 'over'`.execute(
    site.platform.database.kysely,
  );
  expect(numAffectedRows).toBe(1n);
  await site.tellAll();
  for (const fan of members) {
    const ends = (await site.told(fan)).filter(({ about }) => about === "over");
    expect(ends.map(({ subject }) => subject)).toEqual(["The sale is over: Second round"]);
  }
});
