import { beforeAll, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { serverFolder, startServer } from "../../tests/support/server-process.ts";

const ROOT = join(import.meta.dir, "../..");
const ALERTS = join(ROOT, "ops/alerts");

const folder = serverFolder();
const docs = readFileSync(join(ROOT, "docs/operating/metrics.md"), "utf8");

/** Names of the metrics that a running server has. */
let metrics: string[] = [];

beforeAll(async () => {
  const server = await startServer({ dataDir: join(folder, "metrics"), args: ["--empty"] });
  const text = await (await fetch(`${server.url}/metrics`)).text();
  metrics = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name ?? "");
  await server.stop();
}, 60_000);

interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

const rules: readonly AlertRule[] = readdirSync(ALERTS).flatMap((file) => {
  const text = readFileSync(join(ALERTS, file), "utf8");
  const { groups } = Bun.YAML.parse(text) as { groups: { rules: AlertRule[] }[] };
  return groups.flatMap((group) => group.rules);
});

/** Words of PromQL that are no metrics. */
const PROMQL =
  /^(?:sum|max|by|rate|increase|changes|histogram_quantile|and|or|unless|on|ignoring)$/;

/** The series that an expression reads; `up` is Prometheus' own. */
function seriesIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, " ")
    .replaceAll(/\bby\s*\([^)]*\)/g, " ");
  const words = bare.match(/[a-zA-Z_:][\w:]*/g) ?? [];
  return words.filter((word) => word !== "up" && !PROMQL.test(word));
}

/** The first cells of a table's rows, below a heading. */
function rowsBelow(heading: string): string[] {
  const section = docs.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name ?? "");
}

test("every metric of a running server is explained, and no other", () => {
  expect(metrics.length).toBeGreaterThan(20);
  expect(rowsBelow("Figures").toSorted()).toEqual(metrics.toSorted());
});

test("alert rules are whole, and read metrics that exist", () => {
  expect(rules.length).toBeGreaterThan(10);
  for (const { alert, expr, labels, annotations } of rules) {
    const series = seriesIn(expr).map((name) => name.replace(/_(?:bucket|count|sum)$/, ""));
    expect({ alert, series }).toEqual({
      alert,
      series: series.filter((one) => metrics.includes(one)),
    });
    expect(["page", "ticket"]).toContain(labels.severity);
    expect(annotations.summary).not.toBe("");
  }
});

test("every alert is explained with its severity, and no other", () => {
  expect(rowsBelow("Alerts")).toEqual(rules.map(({ alert }) => alert));
  for (const { alert, labels } of rules)
    expect(docs).toContain(`| \`${alert}\` | ${labels.severity} |`);
});
