import type { Tx } from "../../../platform/database/database.ts";
import type { PersonalData } from "../../accounts/index.ts";
import { ok } from "../../../platform/failure.ts";
import { noticesIn, noticesOf } from "../store.ts";
import type { NoticesContext } from "../sources/source.ts";

/**
 * What is still to be told to a fan. The lock comes first: a batch under way ends before the mails
 * to the fan's address are deleted, and one that begins later finds no account.
 */
export async function forgetFan(tx: Tx, fanId: string): Promise<void> {
  const tables = noticesIn(tx);
  await tables.selectFrom("pace").select("version").forUpdate().execute();
  await tables.deleteFrom("holds").where("fan_id", "=", fanId).execute();
  await tables.deleteFrom("tasks").where("fan_id", "=", fanId).execute();
}

export function personalDataOf({ platform }: Pick<NoticesContext, "platform">): PersonalData {
  return {
    name: "notices",
    async exportFor(fanId) {
      const tables = noticesOf(platform.database);
      const tasks = await tables
        .selectFrom("tasks")
        .select(["kind", "sale_id as saleId", "facts", "due_at as dueAt"])
        .where("fan_id", "=", fanId)
        .execute();
      return tasks.length === 0 ? null : { toBeMailed: tasks };
    },
    mayErase: () => Promise.resolve(ok(undefined)),
    erase: forgetFan,
  };
}
