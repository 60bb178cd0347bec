/** A claim of the fan as the registrations tell it. */
export interface StandingClaim {
  /** Its order has the same. */
  readonly id: string;
  readonly state: string;
}

/**
 * Whether an order has yet to be made from a claim that holds units: claims stand in the sale's log
 * first, and orders follow it.
 */
export function isOrderComing(
  claims: readonly StandingClaim[],
  orders: readonly { readonly id: string }[],
): boolean {
  const made = new Set(orders.map(({ id }) => id));
  return claims.some(({ id, state }) => (state === "held" || state === "paying") && !made.has(id));
}
