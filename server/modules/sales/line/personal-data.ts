import { ok } from "../../../platform/failure.ts";
import type { PersonalData } from "../../accounts/index.ts";
import { eraseFan } from "../commands/erase-fan.ts";
import { findDataOfFan } from "../queries/find-data-of-fan.ts";
import type { SalesContext } from "../sales-context.ts";

/** What the sales hold of fans. An account may go at any time: its places are given up. */
export function personalData(context: SalesContext): PersonalData {
  return {
    name: "sales",
    exportFor: (fanId) => findDataOfFan(context, fanId),
    mayErase: () => Promise.resolve(ok(undefined)),
    erase: (tx, fanId) => eraseFan(tx, fanId, new Date(context.platform.clock.wallMs())),
  };
}
