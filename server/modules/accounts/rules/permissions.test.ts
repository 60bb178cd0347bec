import { expect, test } from "bun:test";
import {
  may,
  operatorRoles,
  permissions,
  type OperatorRole,
  type Permission,
} from "./permissions.ts";

/** Written out again on purpose: a change of who may do what must be made twice. */
const expected: Record<Permission, Record<OperatorRole, boolean>> = {
  "catalogue:write": row("yes yes no no no"),
  "sales:write": row("yes yes no no no"),
  "sales:run": row("yes yes no no no"),
  "sales:bar": row("yes yes no yes no"),
  "sales:read-registrations": row("yes yes no yes yes"),
  "sales:issue-codes": row("yes yes no no no"),
  "sales:decide-appeals": row("yes yes no yes no"),
  "orders:read": row("yes yes no no yes"),
  "orders:refund": row("yes yes no no no"),
  "mails:read": row("yes yes no no yes"),
  "mails:retry": row("yes yes no no yes"),
  "rehearsals:run": row("yes yes no no no"),
  "settings:write": row("yes yes no no no"),
  "audit:read": row("yes yes no no no"),
  "keys:manage": row("yes no no no no"),
  "staff:manage": row("yes no no no no"),
};

function row(answers: string): Record<OperatorRole, boolean> {
  const [owner, operator, engineer, moderator, support] = answers
    .split(" ")
    .map((word) => word === "yes");
  return {
    owner: owner === true,
    operator: operator === true,
    engineer: engineer === true,
    moderator: moderator === true,
    support: support === true,
  };
}

for (const permission of permissions) {
  for (const role of operatorRoles) {
    const verb = expected[permission][role] ? "may" : "may not";
    test(`the role ${role} ${verb} ${permission}`, () => {
      expect(may(role, permission)).toBe(expected[permission][role]);
    });
  }
}
