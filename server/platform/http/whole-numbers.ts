import { z } from "@hono/zod-openapi";

/** As people write them: no sign, no point, no exponent, no other base, no leading zero. */
const DIGITS = /^(?:0|[1-9]\d{0,15})$/;

/** A whole number in a path or a query. `Number` alone would also read `1e1`, `0x10` and ` 7`. */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(DIGITS, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .openapi({ type: "integer", minimum: least, maximum: most });
}

/** How many items a page of a list has at most. */
export function pageLimit(unlessTold = 20) {
  return wholeNumber(1, 100).default(unlessTold).openapi({ default: unlessTold });
}

/** The greatest number of PostgreSQL's `integer`, in which registrations and places are counted. */
export const INTEGER_MOST = 2 ** 31 - 1;
