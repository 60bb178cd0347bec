import { expect, test } from "bun:test";
import { auditQuery, readAuditFilter } from "./audit-filter.ts";

test("an address is read as a filter, and what has not its form is left out", () => {
  expect(
    readAuditFilter({
      action: "sale.opened",
      subject: "",
      from: "2027-01-31",
      to: "yesterday",
      operatorId: 7,
      other: "x",
    }),
  ).toEqual({ action: "sale.opened", from: "2027-01-31" });
});

test("the last day of a filter is included, whatever the month", () => {
  const { from, until, action } = auditQuery({
    action: "sale.opened",
    from: "2027-01-31",
    to: "2027-01-31",
  }) as Record<string, string>;
  expect(action).toBe("sale.opened");
  const day = new Date(from ?? "");
  expect([day.getDate(), day.getHours()]).toEqual([31, 0]);
  const next = new Date(until ?? "");
  expect([next.getMonth(), next.getDate(), next.getHours()]).toEqual([1, 1, 0]);
});
