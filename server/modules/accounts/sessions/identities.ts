import type { HttpEnv } from "../../../platform/http/router.ts";
import type { Id } from "../../../platform/ids.ts";
import type { OperatorRole } from "../rules/permissions.ts";

export type FanId = Id<"fan">;
export type OperatorId = Id<"operator">;

/** A member of the brand's staff, known by session or API key. */
export interface Operator {
  /** The fan id of the person's account, the id of the API key, or the nil UUID for the CLI. */
  readonly id: OperatorId;
  readonly role: OperatorRole;
  readonly name: string;
  /** What acts; a person when it is not said. */
  readonly kind?: OperatorKind;
}

export const operatorKinds = ["person", "api_key", "cli"] as const;

export type OperatorKind = (typeof operatorKinds)[number];

/** Who acts when a command is given on the server's own command line. */
export const cliOperator: Operator = {
  id: "00000000-0000-0000-0000-000000000000" as OperatorId,
  role: "owner",
  name: "cli",
  kind: "cli",
};

/** What a fan's session says. */
export interface FanSession {
  readonly fanId: FanId;
  readonly name: string;
  readonly email: string;
}

/** The environment of routes behind `requireOperator`. */
export interface OperatorEnv extends HttpEnv {
  Variables: HttpEnv["Variables"] & { operator: Operator };
}

/** The environment of routes behind `requireFan`. */
export interface FanEnv extends HttpEnv {
  Variables: HttpEnv["Variables"] & { fan: FanSession };
}

/** The environment of routes behind `requireFanNow`, which knows the session's row. */
export interface FanNowEnv extends HttpEnv {
  Variables: FanEnv["Variables"] & { sessionId: string };
}

/** The environment of routes behind `requireStaff`. */
export interface StaffEnv extends HttpEnv {
  Variables: FanEnv["Variables"] & {
    operator: Operator;
    holder: { readonly fanId: FanId; readonly sessionId: string };
  };
}
