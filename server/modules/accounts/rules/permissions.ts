/** The roles of the brand's staff, from the most to the least trusted. */
export const operatorRoles = ["owner", "operator", "engineer", "moderator", "support"] as const;

export type OperatorRole = (typeof operatorRoles)[number];

/**
 * Who may do what. Engineers have no permission of their own yet: they get the release module's.
 * Keys and staff are the owner's alone, because whoever gives roles away could give away any.
 */
const rolesByPermission = {
  "catalogue:write": ["owner", "operator"],
  "sales:write": ["owner", "operator"],
  "sales:run": ["owner", "operator"],
  "sales:bar": ["owner", "operator", "moderator"],
  "sales:read-registrations": ["owner", "operator", "moderator", "support"],
  "sales:issue-codes": ["owner", "operator"],
  "sales:decide-appeals": ["owner", "operator", "moderator"],
  "orders:read": ["owner", "operator", "support"],
  "orders:refund": ["owner", "operator"],
  "mails:read": ["owner", "operator", "support"],
  "mails:retry": ["owner", "operator", "support"],
  "rehearsals:run": ["owner", "operator"],
  "settings:write": ["owner", "operator"],
  "audit:read": ["owner", "operator"],
  "keys:manage": ["owner"],
  "staff:manage": ["owner"],
} as const satisfies Record<string, readonly OperatorRole[]>;

export type Permission = keyof typeof rolesByPermission;

export const permissions = Object.keys(rolesByPermission) as readonly Permission[];

export function may(role: OperatorRole, permission: Permission): boolean {
  const roles: readonly OperatorRole[] = rolesByPermission[permission];
  return roles.includes(role);
}
