/** Which lines of the audit log are shown; stands in the address, so that it can be sent on. */
export interface AuditFilter {
  readonly operatorId?: string;
  readonly action?: string;
  /** How the subject begins, such as `sale:0198…`. */
  readonly subject?: string;
  /** Days of the browser's calendar, `2027-01-31`; both included. */
  readonly from?: string;
  readonly to?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads an address; what has not the form of a filter is left out. */
export function readAuditFilter(search: Readonly<Record<string, unknown>>): AuditFilter {
  const { operatorId, action, subject, from, to } = search;
  return {
    ...(isText(operatorId) && { operatorId }),
    ...(isText(action) && { action }),
    ...(isText(subject) && { subject }),
    ...(isText(from) && DAY.test(from) && { from }),
    ...(isText(to) && DAY.test(to) && { to }),
  };
}

/** The same as the API asks for it: from midnight to midnight by the browser's time zone. */
export function auditQuery({ from, to, ...rest }: AuditFilter) {
  return {
    ...rest,
    ...(from !== undefined && { from: midnightOf(from, 0) }),
    ...(to !== undefined && { until: midnightOf(to, 1) }),
  };
}

function midnightOf(day: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
