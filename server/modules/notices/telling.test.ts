import { expect, test } from "bun:test";
import { sql } from "kysely";
import { createNoticeSite, moreNotices } from "../../../tests/support/notices.ts";
import { rejectionOf } from "../../../tests/support/rejection.ts";
import { good, until } from "../../../tests/support/sale.ts";
import { inTransaction } from "../../platform/database/database.ts";
import { forgetFan } from "./commands/forget-fan.ts";

const site = await createNoticeSite();
const { database, metrics } = site.platform;

/** Registers many fans with accounts without asking for each. */
async function crowd(saleId: string, count: number): Promise<void> {
  await sql`
    with fans as (
      insert into accounts.fans (id, name, email, email_verified)
      select gen_random_uuid(), 'A fan', ${saleId} || '-' || n || '@crowd.test', true
      from generate_series(1, ${count}::integer) as n
      returning id
    ), list as (
      update sales.entrant_lists set registrations = registrations + ${count}
      where sale_id = ${saleId} returning registrations
    )
    insert into sales.registrations (sale_id, number, fan_id, random_bytes)
    select ${saleId}, list.registrations - ${count} + row_number() over (), id,
      decode(repeat('00', 32), 'hex')
    from fans, list`.execute(database.kysely);
}

interface Counted {
  readonly mails: number;
  readonly fans: number;
}

/** How many mails the crowd of a sale got, and how many of its fans got one. */
async function mailsOfCrowd(saleId: string): Promise<Counted> {
  const { rows } = await sql<Counted>`
    select count(*) as mails, count(distinct recipient) as fans from platform.mails
    where recipient like ${`${saleId}-%`}`.execute(database.kysely);
  return rows[0] ?? { mails: 0, fans: 0 };
}

async function versionOfPace(): Promise<number> {
  const { rows } = await sql<{ version: number }>`select version from notices.pace`.execute(
    database.kysely,
  );
  return rows[0]?.version ?? 0;
}

test("thousands are told in batches of 500 at most, each fan once however often it runs", async () => {
  const saleId = await site.publish();
  await crowd(saleId, 2_300);
  await site.platform.events.deliverPending();
  const sizes: number[] = [];
  for (let sent = 0; sent < 2_300;) {
    const batch = await site.notices.work();
    if (batch.sent > 0) sizes.push(batch.sent);
    sent += batch.sent;
    await Bun.sleep(30);
  }
  expect(sizes).toEqual([500, 500, 500, 500, 300]);
  expect(await site.tellAll()).toBe(0);
  expect(await mailsOfCrowd(saleId)).toEqual({ mails: 2_300, fans: 2_300 });
});

test("two servers that work at once write each mail once", async () => {
  const saleId = await site.publish();
  await crowd(saleId, 1_700);
  await site.platform.events.deliverPending();
  const second = moreNotices(site);
  const before = await versionOfPace();
  let batches = 0;
  for (let sent = 0; sent < 1_700;) {
    const done = await Promise.all([site.notices.work(), second.work(), second.work()]);
    for (const batch of done) {
      sent += batch.sent;
      if (batch.handled > 0) batches += 1;
    }
    await Bun.sleep(30);
  }
  expect(await mailsOfCrowd(saleId)).toEqual({ mails: 1_700, fans: 1_700 });
  expect((await versionOfPace()) - before).toBe(batches);
});

test("a batch that breaks before its commit leaves nothing, and is written again", async () => {
  const saleId = await site.publish();
  await crowd(saleId, 700);
  await site.platform.events.deliverPending();
  const before = await versionOfPace();
  // The last thing that a batch writes, when its mails and its cursors are written.
  await sql`alter table notices.pace add constraint broken check (next_at = 'epoch') not valid`.execute(
    database.kysely,
  );
  expect(await rejectionOf(site.notices.work())).toContain('constraint "broken"');
  await sql`alter table notices.pace drop constraint broken`.execute(database.kysely);
  expect(await versionOfPace()).toBe(before);
  expect(await mailsOfCrowd(saleId)).toEqual({ mails: 0, fans: 0 });
  expect(await site.tellAll()).toBe(700);
  expect(await mailsOfCrowd(saleId)).toEqual({ mails: 700, fans: 700 });
});

test("the pace is kept, and a crowd at a sale's door holds the mails back", async () => {
  const saleId = await site.publish();
  await crowd(saleId, 30);
  await site.platform.events.deliverPending();
  const nowMs = Date.now();
  await sql`update notices.pace set next_at = ${new Date(nowMs + 30_000)}`.execute(database.kysely);
  expect(await site.notices.work()).toEqual({ handled: 0, sent: 0 });
  await sql`update notices.pace set next_at = 'epoch',
    crowded_until = ${new Date(nowMs + 4_500)}`.execute(database.kysely);
  expect(await site.notices.work()).toEqual({ handled: 0, sent: 0 });
  await sql`update notices.pace set crowded_until = 'epoch'`.execute(database.kysely);
  const slow = moreNotices(site, {
    config: { ...site.platform.config, mailsPerMinute: 120 },
  });
  // Ten mails stand for five seconds.
  expect(await slow.work()).toEqual({ handled: 10, sent: 10 });
  expect(await slow.work()).toEqual({ handled: 0, sent: 0 });
  await sql`update notices.pace set next_at = 'epoch'`.execute(database.kysely);
  expect(await site.tellAll()).toBe(20);
});

test("while mails pile up before the mail server no more are written", async () => {
  const saleId = await site.publish();
  await crowd(saleId, 3);
  await site.platform.events.deliverPending();
  const asked: number[] = [];
  const blocked = moreNotices(site, {
    config: { ...site.platform.config, mailsPerMinute: 600 },
    mail: {
      ...site.platform.mail,
      countWaiting(limit) {
        asked.push(limit);
        return Promise.resolve(limit);
      },
    },
  });
  expect(await blocked.work()).toEqual({ handled: 0, sent: 0 });
  expect(asked).toEqual([600]);
  expect(await site.tellAll()).toBe(3);
});

test("fans without an account cost no mail, and are counted with the reason", async () => {
  const [member] = await site.members(1);
  if (member === undefined) throw new Error("there is a member");
  const saleId = await site.publish();
  for (const fan of [...site.fans(4), member]) good(await site.join(saleId, fan));
  expect(await site.tellAll()).toBe(1);
  expect(await site.toldOf(member)).toEqual(["registered"]);
  const figures = await metrics.collect();
  expect(figures).toContain(
    'millet_notices_total{kind="registered",outcome="skipped",reason="no_account"} 4',
  );
  expect(figures).toContain('millet_notices_lag_seconds{source="registered"} 0');
});

test("an erasure waits for the batch under way, and nothing is written to the fan after it", async () => {
  const [gone, stays] = await site.members(2);
  if (gone === undefined || stays === undefined) throw new Error("there are two members");
  const saleId = await site.publish();
  for (const fan of [gone, stays]) good(await site.join(saleId, fan));
  await site.platform.events.deliverPending();
  // Read before the erasure, written after it.
  const { mail } = site.platform;
  let erased = false;
  const racing = moreNotices(site, {
    mail: {
      ...mail,
      async countWaiting() {
        return 0;
      },
      async send(tx, messages) {
        await mail.send(tx, messages);
        erased = true;
      },
    },
  });
  let batch: Promise<unknown> | undefined;
  await inTransaction(database, async (tx) => {
    await forgetFan(tx, gone.id);
    batch = racing.work();
    await Bun.sleep(300);
    expect(erased).toBe(false);
    await sql`delete from accounts.fans where id = ${gone.id}`.execute(tx);
    await mail.forget(tx, `${gone.id}@fans.test`);
  });
  await batch;
  expect(erased).toBe(true);
  expect(await site.toldOf(gone)).toEqual([]);
  expect(await site.toldOf(stays)).toEqual(["registered"]);
});

test("a hold that ends while its mail is written is not told of any more", async () => {
  const [member] = await site.members(1);
  if (member === undefined) throw new Error("there is a member");
  const saleId = await site.openSale();
  good(await site.join(saleId, member));
  await site.tellAll();
  const { claim } = good(await site.claim(saleId, member)).body as unknown as {
    claim: { id: string };
  };
  const noted = async (state: string) => {
    const { rows } = await sql<{ state: string }>`
      select state from notices.holds where claim_id = ${claim.id}`.execute(database.kysely);
    return rows[0]?.state === state;
  };
  await until(() => noted("held"));
  // Between the reading of the hold and the writing of its mail the fan lets it go.
  const slow = moreNotices(
    site,
    {},
    {
      async findSale(id) {
        if (await noted("held")) {
          good(await site.ask(saleId, member, "DELETE", `claims/${claim.id}`));
          await until(() => noted("released"));
        }
        return site.sales.findSale(id);
      },
    },
  );
  expect((await slow.work()).sent).toBe(0);
  expect(await noted("released")).toBe(true);
  await site.tellAll();
  expect(await site.toldOf(member)).toEqual(["registered"]);
  // Nothing is kept of a claim that is over and told.
  expect(await noted("released")).toBe(false);
});
