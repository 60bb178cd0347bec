import type { Tx } from "../../../platform/database/database.ts";
import { invariant, type Result } from "../../../platform/failure.ts";
import type { FanId } from "../sessions/identities.ts";

/** What a module holds of fans: how it is given to them and how it is erased. */
export interface PersonalData {
  /** The part's name in an export, such as `orders`; unique. */
  readonly name: string;
  /** Everything held of this fan, as JSON can say it; null when nothing is. */
  exportFor(fanId: FanId): Promise<unknown>;
  /** Whether the account may go now, such as not while an order is being paid. */
  mayErase(fanId: FanId): Promise<Result<void>>;
  /**
   * Erases what no law asks to be kept, in the transaction that erases the account. The account's
   * row still stands when this is called.
   */
  erase(tx: Tx, fanId: FanId): Promise<void>;
}

export interface PersonalDataRegister {
  register(part: PersonalData): void;
  readonly parts: readonly PersonalData[];
}

/** Lets modules above this one say what they hold, so that export and erasure miss nothing. */
export function createPersonalDataRegister(): PersonalDataRegister {
  const parts: PersonalData[] = [];
  return {
    parts,
    register(part) {
      invariant(
        parts.every(({ name }) => name !== part.name),
        `personal data "${part.name}" is registered once`,
      );
      parts.push(part);
    },
  };
}
