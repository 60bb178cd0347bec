import { createRoute, z } from "@hono/zod-openapi";
import { csvResponse } from "../../../platform/csv.ts";
import { problemResponses } from "../../../platform/http/problem.ts";
import { formFailures, rawAnswer, refuse } from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { guardFailures } from "../../accounts/index.ts";
import { exportTable, type ExportedTableName } from "../commands/export-table.ts";
import { salesFailures as failures } from "../failures.ts";
import type { SalesContext } from "../sales-context.ts";
import { saleParams } from "../schema.ts";

const SUMMARIES: Readonly<Record<ExportedTableName, string>> = {
  registrations: "All registrations with their accounts, for a spreadsheet",
  claims: "All claims with their accounts, for a spreadsheet",
};

/** `registrations.csv` and `claims.csv` of a sale. */
export function addExportRoutes(router: Router, context: SalesContext): void {
  for (const table of ["registrations", "claims"] as const) {
    router.openapi(
      createRoute({
        tags: ["Running a sale"],
        method: "get",
        path: `/{saleId}/${table}.csv`,
        summary: SUMMARIES[table],
        description: "The audit log keeps who took it.",
        middleware: context.accounts.requireOperator("sales:read-registrations"),
        request: { params: saleParams },
        responses: {
          200: {
            description: "The table (RFC 4180, UTF-8), of any length",
            content: { "text/csv": { schema: z.string() } },
          },
          ...problemResponses(...formFailures, ...guardFailures, failures.sale_not_found),
        },
      }),
      async (c) => {
        const { operator, requestId } = c.var;
        const { saleId } = c.req.valid("param");
        const exported = await exportTable(context, { operator, requestId }, saleId, table);
        if (!exported.ok) return refuse(exported.failure, requestId);
        return rawAnswer(csvResponse({ fileName: `${table}-${saleId}.csv`, ...exported.value }));
      },
    );
  }
}
