import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { formFailures, refuse } from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { receiveEvent } from "../commands/receive-event.ts";
import { orderFailures as failures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import { providerParams } from "../schema.ts";

/** `/payment-events/{provider}`: where a payment provider tells of what has happened. */
export function addEventRoutes(router: Router, context: OrdersContext): void {
  const receive = createRoute({
    tags: ["Payments"],
    method: "post",
    path: "/payment-events/{provider}",
    summary: "For the payment provider: an event, signed over the body's bytes",
    description:
      "204: the event is durable, now or from before. It only makes the server look how the payment stands, so it may come late, twice or out of order.",
    request: { params: providerParams },
    responses: {
      204: { description: "Taken in" },
      ...problemResponses(
        ...formFailures,
        failures.provider_unknown,
        failures.event_not_signed,
        failures.event_unreadable,
      ),
    },
  });
  router.openapi(receive, async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    const { provider } = c.req.valid("param");
    const received = await receiveEvent(context, provider, body, c.req.raw.headers);
    return received.ok ? c.body(null, 204) : refuse(received.failure, c.var.requestId);
  });
}
