import { isTest, placeOf, typescriptFiles } from "../project.ts";
import type { Rule, SourceFile, Violation } from "../project.ts";
import { syntaxOf, type Reference, type Syntax } from "../syntax.ts";

/** Files outside `rules/` that a rule may import, and the values that it may take from them. */
const ALLOWED_FILES = new Map([
  ["server/platform/failure.ts", /^/],
  ["server/platform/ids.ts", /^isUuid$/],
]);

/** Digests and signature checks are pure; everything that draws randomness is not. */
const ALLOWED_PACKAGES = new Map([
  ["node:crypto", /^(?:createHash|createHmac|createPublicKey|hash|timingSafeEqual|verify)$/],
]);

/** Globals whose very mention means a clock, randomness or the world outside. */
const IMPURE_GLOBALS =
  /^(?:performance|process|fetch|console|require|globalThis|WebSocket|Worker|queueMicrotask|set(?:Timeout|Interval|Immediate))$/;

/** For globals of which a part is pure: the members that may be used. */
const PURE_MEMBERS = new Map<string, ReadonlySet<string>>([
  ["Date", new Set(["UTC", "parse"])],
  ["Bun", new Set(["CryptoHasher", "SHA256", "hash"])],
  ["crypto", new Set()],
  ["Temporal", new Set(["Instant", "PlainDate", "PlainDateTime", "ZonedDateTime", "Duration"])],
]);

/** Boundary 3, its first part: what decides is pure. */
export const pureRules: Rule = {
  name: "pure-rules",
  promise: "rules import only rules, and know no clock, no randomness, no waiting and no I/O",
  check(project) {
    return typescriptFiles(project).flatMap((file) =>
      inRules(file.path) && !isTest(file.path) ? [...wrongImports(file), ...impureCode(file)] : [],
    );
  },
};

function inRules(path: string): boolean {
  const place = placeOf(path);
  return place.part === "module" && place.inside.startsWith("rules/");
}

function wrongImports(file: SourceFile): Violation[] {
  const place = placeOf(file.path);
  const own = place.part === "module" ? `server/modules/${place.module}/rules/` : "";
  const violations: Violation[] = [];
  for (const reference of syntaxOf(file).references) {
    if (reference.target?.startsWith(own)) continue;
    const message = wrongImport(reference);
    if (message !== undefined) violations.push({ path: file.path, line: reference.line, message });
  }
  return violations;
}

function wrongImport({ specifier, target, valueNames }: Reference): string | undefined {
  const allowed =
    target === undefined ? ALLOWED_PACKAGES.get(specifier) : ALLOWED_FILES.get(target);
  if (allowed === undefined) return `rules import only rules, not "${specifier}"`;
  const wrong = valueNames.find((name) => !allowed.test(name));
  return wrong === undefined ? undefined : `rules may not take ${wrong} from "${specifier}"`;
}

function impureCode(file: SourceFile): Violation[] {
  const syntax = syntaxOf(file);
  const violations: Violation[] = [];
  const report = (node: { readonly start: number }, message: string) =>
    violations.push({ path: file.path, line: syntax.lineOf(node.start), message });
  const refuseAsync = (node: { readonly async: boolean; readonly start: number }) => {
    if (node.async) report(node, "a rule is not async");
  };
  const members = pureMemberObjects(syntax);
  syntax.visit({
    AwaitExpression: (node) => void report(node, "a rule does not wait"),
    ForOfStatement(node) {
      if (node.await) report(node, "a rule does not wait");
    },
    FunctionDeclaration: refuseAsync,
    FunctionExpression: refuseAsync,
    ArrowFunctionExpression: refuseAsync,
    MemberExpression(node) {
      if (node.object.type !== "Identifier" || node.object.name !== "Math") return;
      if (propertyOf(node) === "random") report(node, "a rule draws no randomness: Math.random");
    },
    NewExpression(node) {
      if (node.callee.type !== "Identifier" || node.callee.name !== "Date") return;
      if (node.arguments.length === 0) report(node, "a rule reads no clock: new Date()");
    },
    Identifier(node) {
      if (IMPURE_GLOBALS.test(node.name)) {
        if (!members.properties.has(node.start)) report(node, `a rule does not use ${node.name}`);
        return;
      }
      const pure = PURE_MEMBERS.get(node.name);
      if (pure === undefined || members.properties.has(node.start)) return;
      const member = members.objects.get(node.start);
      if (member === undefined || pure.has(member)) return;
      report(node, `a rule does not use ${node.name}${member === "" ? "" : `.${member}`}`);
    },
  });
  return violations;
}

/**
 * Where names stand: `objects` has, for each `Name.member` and each bare use of a name, the member
 * (or an empty text); `properties` has the places where a name is merely a property's.
 */
function pureMemberObjects(syntax: Syntax) {
  const objects = new Map<number, string>();
  const properties = new Set<number>();
  syntax.visit({
    Identifier(node) {
      if (!objects.has(node.start)) objects.set(node.start, "");
    },
    MemberExpression(node) {
      if (node.object.type === "Identifier") objects.set(node.object.start, propertyOf(node));
      if (!node.computed) properties.add(node.property.start);
    },
    // `new Date(ms)` turns a given number into a date, `instanceof Date` looks at one.
    NewExpression(node) {
      if (node.callee.type === "Identifier" && node.callee.name === "Date") {
        properties.add(node.callee.start);
      }
    },
    TSTypeReference(node) {
      if (node.typeName.type === "Identifier") properties.add(node.typeName.start);
    },
    Property(node) {
      if (!node.computed && !node.shorthand) properties.add(node.key.start);
    },
    TSPropertySignature(node) {
      if (!node.computed) properties.add(node.key.start);
    },
  });
  return { objects, properties };
}

function propertyOf(node: {
  readonly computed: boolean;
  readonly property: { readonly type: string; readonly name?: unknown; readonly value?: unknown };
}): string {
  const name = node.computed ? node.property.value : node.property.name;
  return typeof name === "string" ? name : "(computed)";
}
