import { defineFailures } from "../../platform/failure.ts";

/** Every expected failure of this module. */
export const orderFailures = defineFailures({
  order_not_found: { status: 404, title: "There is no such order" },
  payment_not_found: { status: 404, title: "There is no such payment" },
  checkout_not_found: { status: 404, title: "No details are kept for this sale" },
  payment_under_way: { status: 409, title: "Another payment for this claim is under way" },
  too_many_payments: { status: 429, title: "Too many payments were tried for this claim" },
  payment_not_pending: { status: 409, title: "This payment cannot be abandoned any more" },
  order_paid: { status: 409, title: "This order is paid" },
  details_missing: { status: 422, title: "The delivery address and the accepted terms are needed" },
  terms_not_current: { status: 409, title: "The terms have changed; accept the current ones" },
  currency_needed: { status: 422, title: "Say in which currency you pay" },
  currency_not_offered: { status: 422, title: "This is not sold in that currency" },
  method_unknown: { status: 422, title: "The payment provider knows no such method" },
  address_limit_reached: {
    status: 409,
    title: "This sale has reached its limit of orders for this address; your hold is released",
  },
  instrument_limit_reached: {
    status: 409,
    title: "This sale has reached its limit of orders for this means of payment",
  },
  payments_off: { status: 503, title: "This installation takes no payments" },
  provider_unknown: { status: 404, title: "There is no such payment provider" },
  event_not_signed: { status: 401, title: "The event is not signed by the payment provider" },
  event_unreadable: { status: 422, title: "The event does not have the provider's form" },
  order_not_paid: { status: 409, title: "Nothing was paid that could be given back" },
  refund_too_large: { status: 422, title: "More than what is left of the order's money" },
  refund_differs: { status: 409, title: "This key was used for another refund" },
  deposit_not_found: { status: 404, title: "You have paid no deposit for this sale" },
  deposit_not_asked: { status: 409, title: "This sale asks for no deposit" },
  deposit_under_way: { status: 409, title: "Another deposit for this sale is under way" },
  deposit_bound: { status: 409, title: "Your place in the sale rests on this deposit" },
  too_many_deposits: { status: 429, title: "Too many deposits were tried for this sale" },
  payment_in_progress: { status: 409, title: "A payment is under way; ask again when it is over" },
});
