import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { formFailures, jsonAnswer, refuse } from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { guardFailures } from "../../accounts/index.ts";
import type { ClusterDesk } from "../clusters/cluster-desk.ts";
import {
  clusterMembersQuery,
  clusterParams,
  clustersSchema,
  presentCluster,
  presentRegistration,
  registrationDetailSchema,
  registrationPageQuery,
  registrationPageSchema,
  registrationParams,
} from "../clusters/cluster-schema.ts";
import { salesFailures as failures } from "../failures.ts";
import { findRegistrationDetail } from "../queries/find-registration-detail.ts";
import { findSale } from "../queries/find-sale.ts";
import { listClusterMembers } from "../queries/list-cluster-members.ts";
import { listRegistrations } from "../queries/list-registrations.ts";
import type { SalesContext } from "../sales-context.ts";
import { saleParams } from "../schema.ts";
import { asBarReason, presentAppeal } from "./present-bar.ts";

const tags = ["Running a sale"];

/** What the staff sees of a sale's registrations, and what of them looks like one hand. */
export function addOperatorRegistrationRoutes(
  router: Router,
  context: SalesContext,
  desk: ClusterDesk,
): void {
  const middleware = context.accounts.requireOperator("sales:read-registrations");
  const common = { tags, method: "get", middleware } as const;
  const refusals = [...formFailures, ...guardFailures, failures.sale_not_found];
  router.openapi(
    createRoute({
      ...common,
      path: "/{saleId}/registrations",
      summary: "Registrations in order of arrival, all or those that are looked for",
      request: { params: saleParams, query: registrationPageQuery },
      responses: {
        200: jsonAnswer("A page of registrations", registrationPageSchema),
        ...problemResponses(...refusals),
      },
    }),
    async (c) => {
      const { saleId } = c.req.valid("param");
      const found = await findSale(context, saleId);
      if (!found.ok) return refuse(found.failure, c.var.requestId);
      const { barred, ...asked } = c.req.valid("query");
      const query = { ...asked, barred: barred === "true" };
      const page = await listRegistrations(context, saleId, query);
      const items = page.items.map(presentRegistration);
      return c.json({ items, nextCursor: page.nextCursor }, 200);
    },
  );
  router.openapi(
    createRoute({
      ...common,
      path: "/{saleId}/registrations/by-number/{number}",
      summary: "One registration with its claims, bars, appeals and what it is like",
      request: { params: registrationParams },
      responses: {
        200: jsonAnswer("The registration", registrationDetailSchema),
        ...problemResponses(...refusals, failures.registration_unknown),
      },
    }),
    async (c) => {
      const { saleId, number } = c.req.valid("param");
      const sale = await findSale(context, saleId);
      if (!sale.ok) return refuse(sale.failure, c.var.requestId);
      const found = await findRegistrationDetail(context, desk, saleId, number);
      if (!found.ok) return refuse(found.failure, c.var.requestId);
      const { accountMadeAt, onSameNetwork, withSameBrowser, ...detail } = found.value;
      const claims = detail.claims.map(({ claimedAt, expiresAt, ...claim }) => ({
        ...claim,
        claimedAt: claimedAt.toISOString(),
        expiresAt: expiresAt?.toISOString() ?? null,
      }));
      const bars = detail.bars.map(({ reason, note, barredAt, restoredAt, appeal }) => ({
        reason: asBarReason(reason),
        note,
        barredAt: barredAt.toISOString(),
        restoredAt: restoredAt?.toISOString() ?? null,
        appeal: appeal === null ? null : presentAppeal(appeal),
      }));
      const body = {
        ...presentRegistration(detail),
        accountMadeAt: accountMadeAt?.toISOString() ?? null,
        onSameNetwork,
        withSameBrowser,
        claims,
        bars,
        clusters: detail.clusters.map(presentCluster),
      };
      return c.json(body, 200);
    },
  );
  router.openapi(
    createRoute({
      ...common,
      path: "/{saleId}/clusters",
      summary: "Registrations that look like one hand, with the evidence",
      description:
        "The 100 that most speaks for, found anew at most twice a minute. Nothing is done to anybody: evidence is what people may judge by, and each kind of it may be innocent.",
      request: { params: saleParams },
      responses: {
        200: jsonAnswer("Clusters, the strongest first", clustersSchema),
        ...problemResponses(...refusals),
      },
    }),
    async (c) => {
      const { saleId } = c.req.valid("param");
      const sale = await findSale(context, saleId);
      if (!sale.ok) return refuse(sale.failure, c.var.requestId);
      const { clusters, foundAt, registrations, emailsRead } = await desk.find(saleId);
      const items = clusters.map(presentCluster);
      const body = { foundAt: foundAt.toISOString(), registrations, emailsRead, items };
      return c.json(body, 200);
    },
  );
  router.openapi(
    createRoute({
      ...common,
      path: "/{saleId}/clusters/{clusterId}/members",
      summary: "A cluster's registrations in order of arrival; of a large one the first 2,000",
      request: { params: clusterParams, query: clusterMembersQuery },
      responses: {
        200: jsonAnswer("A page of registrations", registrationPageSchema),
        ...problemResponses(...refusals, failures.cluster_not_found),
      },
    }),
    async (c) => {
      const { saleId, clusterId } = c.req.valid("param");
      const sale = await findSale(context, saleId);
      if (!sale.ok) return refuse(sale.failure, c.var.requestId);
      const page = c.req.valid("query");
      const found = await listClusterMembers(context, desk, { saleId, clusterId }, page);
      if (!found.ok) return refuse(found.failure, c.var.requestId);
      const { items, nextCursor } = found.value;
      return c.json({ items: items.map(presentRegistration), nextCursor }, 200);
    },
  );
}
