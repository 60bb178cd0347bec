import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import type { Platform } from "../../../platform/platform.ts";
import { accountsIn } from "../store.ts";
import type { FanId } from "./identities.ts";

const LOOK_EVERY_MS = 1_000;

/** Longer than a signed session cookie is believed, so that none of an erased fan's outlives it. */
const REMEMBERED_MS = 360_000;

/** To be called last in the transaction that erases the account: every server is to know. */
export async function rememberErasure(tx: Tx, fanId: FanId): Promise<void> {
  await accountsIn(tx)
    .insertInto("erased_fans")
    .values({ fan_id: fanId, erased_at: sql<Date>`clock_timestamp()` })
    .execute();
}

/**
 * The fans who were erased a moment ago, by any server. A signed cookie in another browser of
 * theirs would be believed for minutes, which the crowd's routes cannot afford to ask the database
 * about; so each server follows a small table of ids and has them in memory.
 */
export class ErasedFans {
  private readonly platform: Pick<Platform, "clock" | "database" | "log">;
  /** By id, when this server forgets it; the oldest first. */
  private readonly known = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(platform: Pick<Platform, "clock" | "database" | "log">) {
    this.platform = platform;
  }

  has(fanId: string): boolean {
    return this.known.has(fanId);
  }

  /** On the server that erases: at once. */
  add(fanId: string): void {
    if (this.known.has(fanId)) return;
    this.known.set(fanId, this.platform.clock.monotonicMs() + REMEMBERED_MS);
  }

  /** Knows the table when it resolves, and follows it from then on. */
  async start(): Promise<void> {
    await this.look();
    if (!this.stopping) this.follow();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private follow(): void {
    this.timer = setTimeout(() => {
      this.running = this.lookAgain().finally(() => {
        if (!this.stopping) this.follow();
      });
    }, LOOK_EVERY_MS);
  }

  private async lookAgain(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      this.platform.log.warn({ err: error }, "could not look for erased fans");
    }
  }

  /** Ages are the database's, since the servers' clocks differ. */
  private async look(): Promise<void> {
    this.forget();
    const { kysely } = this.platform.database;
    const { rows } = await sql<{ fan_id: string; is_over: boolean }>`
      select fan_id, erased_at < now() - ${REMEMBERED_MS} * interval '1 ms' as is_over
      from accounts.erased_fans`.execute(kysely);
    for (const { fan_id, is_over } of rows) if (!is_over) this.add(fan_id);
    if (!rows.some(({ is_over }) => is_over)) return;
    await sql`
      delete from accounts.erased_fans
      where erased_at < now() - ${REMEMBERED_MS} * interval '1 ms'`.execute(kysely);
  }

  private forget(): void {
    const nowMs = this.platform.clock.monotonicMs();
    for (const [fanId, untilMs] of this.known) {
      if (untilMs > nowMs) return;
      this.known.delete(fanId);
    }
  }
}
