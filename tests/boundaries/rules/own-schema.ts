import { isTest, placeOf, typescriptFiles, type Project, type Rule } from "../project.ts";
import type { SourceFile, Violation } from "../project.ts";
import { syntaxOf, type Syntax } from "../syntax.ts";

/** Calls that take the name of a PostgreSQL schema or table as text. */
const SCHEMA_CALLS = /^(?:schemaOf|schemaIn|(?:with|create|drop|set)Schema|raw|id|table|ref|lit)$/;

/** Boundary 4: SQL names its own schema only; foreign keys follow the arrows. */
export const ownSchema: Rule = {
  name: "own-schema",
  promise: "SQL names only its own module's schema, and foreign keys follow the arrows of the map",
  check(project) {
    return typescriptFiles(project).flatMap((file) => {
      const allowed = allowedSchemas(file.path, project);
      if (allowed === undefined) return [];
      if (allowed === "unknown") {
        const message = "name the migration after its module, such as 0003-catalogue.ts";
        return [{ path: file.path, line: 0, message }];
      }
      const schemas = [...Object.keys(project.map), "platform"];
      return foreignNames(
        file,
        schemas.filter((schema) => !allowed.includes(schema)),
      );
    });
  },
};

/** The schemas that a file may name; undefined where the rule does not look. */
function allowedSchemas(path: string, { map }: Project): string[] | "unknown" | undefined {
  const place = placeOf(path);
  if (place.part === "platform") return ["platform"];
  if (place.part === "module") {
    // A test may look where a foreign key may point, and into the outbox.
    const more = isTest(path) ? ["platform", ...(map[place.module]?.mayUse ?? [])] : [];
    return [place.module, ...more];
  }
  if (place.part !== "migrations" || path === "server/migrations/index.ts" || isTest(path)) {
    return undefined;
  }
  const owner = /\/\d{4}-([a-z]+)[^/]*\.ts$/.exec(path)?.[1] ?? "";
  if (owner === "platform") return ["platform"];
  const entry = map[owner];
  return entry === undefined ? "unknown" : [owner, "platform", ...entry.mayUse];
}

function foreignNames(file: SourceFile, foreign: readonly string[]): Violation[] {
  if (foreign.length === 0) return [];
  const syntax = syntaxOf(file);
  const names = foreign.join("|");
  const table = new RegExp(`(?<![\\w./@:-])"?(${names})"?\\."?[a-z_]`);
  const found = new Map<number, string>();
  const imports = new Set(syntax.references.map(({ specifier }) => specifier));
  for (const literal of syntax.literals) {
    if (imports.has(literal.text)) continue;
    const schema = table.exec(literal.text)?.[1];
    if (schema !== undefined) found.set(literal.start, `names a table of the schema ${schema}`);
    else if (/\bsearch_path\b/i.test(literal.text)) {
      found.set(literal.start, "changes the search path, which hides whose tables are named");
    }
  }
  for (const [start, schema] of schemaArguments(syntax, new Set(foreign))) {
    found.set(start, `takes the schema ${schema}`);
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([start, message]) => ({ path: file.path, line: syntax.lineOf(start), message }));
}

/** Foreign schema names passed to a call of the list above, or kept in a constant for it. */
function schemaArguments(syntax: Syntax, foreign: ReadonlySet<string>): Map<number, string> {
  const found = new Map<number, string>();
  const look = (node: unknown) => {
    if (typeof node !== "object" || node === null || !("value" in node && "start" in node)) return;
    const { value, start } = node;
    if (typeof value !== "string" || typeof start !== "number") return;
    const schema = value.replaceAll('"', "").split(".")[0] ?? "";
    if (foreign.has(schema)) found.set(start, schema);
  };
  syntax.visit({
    CallExpression({ callee, arguments: given }) {
      const name =
        callee.type === "Identifier"
          ? callee.name
          : callee.type === "MemberExpression" && callee.property.type === "Identifier"
            ? callee.property.name
            : "";
      if (SCHEMA_CALLS.test(name)) given.forEach(look);
    },
    VariableDeclarator({ id, init }) {
      if (id.type === "Identifier" && /schema/i.test(id.name)) look(init);
    },
  });
  return found;
}
