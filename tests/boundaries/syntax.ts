import { posix } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import type { Directive, Program, Statement, VisitorObject } from "oxc-parser";
import type { SourceFile } from "./project.ts";

/** One way in which a file names another: import, re-export, `import()`, `require`, or a path. */
export interface Reference {
  readonly specifier: string;
  /** Path from the repository root, or undefined for a package. */
  readonly target: string | undefined;
  readonly line: number;
  /** Names taken as values; types cost nothing at run time and do not count. */
  readonly valueNames: readonly string[];
  readonly typeOnly: boolean;
}

/** The text of a string literal, or of one piece of a template literal. */
interface Literal {
  readonly text: string;
  readonly start: number;
  readonly line: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Syntax {
  readonly references: readonly Reference[];
  readonly literals: readonly Literal[];
  /** Where whole strings, templates and regular expressions stand: nothing may break these. */
  readonly unbreakable: readonly Span[];
  /** Names that the file declares at its top, exported or not. */
  readonly topNames: readonly { readonly name: string; readonly start: number }[];
  /** Lines of `import(…)` or `require(…)` whose target is computed and cannot be checked. */
  readonly unreadableImports: readonly number[];
  lineOf(offset: number): number;
  visit(visitor: VisitorObject): void;
}

const known = new WeakMap<SourceFile, Syntax>();

/** What the rules need to know of a TypeScript file; parsed once. @throws if it does not parse. */
export function syntaxOf(file: SourceFile): Syntax {
  const seen = known.get(file);
  if (seen !== undefined) return seen;
  const { program, errors } = parseSync(file.path, file.text);
  if (errors.length > 0) throw new Error(`${file.path}: ${errors[0]?.message}`);
  const syntax = readSyntax(file, program);
  known.set(file, syntax);
  return syntax;
}

function readSyntax(file: SourceFile, program: Program): Syntax {
  const lineOf = lineFinder(file.text);
  const references: Reference[] = [];
  const literals: Literal[] = [];
  const unbreakable: Span[] = [];
  const unreadableImports: number[] = [];
  const declared = new Set<number>();

  const refer = (
    source: { readonly value: string; readonly start: number },
    valueNames: string[] = [],
    typeOnly = false,
  ) => {
    declared.add(source.start);
    const line = lineOf(source.start);
    const target = targetOf(file.path, source.value);
    references.push({ specifier: source.value, target, line, valueNames, typeOnly });
  };
  const referAtRunTime = (call: { readonly start: number }, argument: unknown) => {
    if (isStringLiteral(argument)) refer(argument, ["*"]);
    else unreadableImports.push(lineOf(call.start));
  };

  new Visitor({
    ImportDeclaration(node) {
      const typeOnly = node.importKind === "type";
      const names = typeOnly ? [] : node.specifiers.flatMap(valueNameOf);
      refer(node.source, names, typeOnly || (node.specifiers.length > 0 && names.length === 0));
    },
    ExportNamedDeclaration(node) {
      if (node.source === null) return;
      const typeOnly = node.exportKind === "type";
      refer(node.source, typeOnly ? [] : ["*"], typeOnly);
    },
    ExportAllDeclaration(node) {
      const typeOnly = node.exportKind === "type";
      refer(node.source, typeOnly ? [] : ["*"], typeOnly);
    },
    TSImportType: (node) => refer(node.source, [], true),
    TSExternalModuleReference: (node) => refer(node.expression, ["*"]),
    ImportExpression: (node) => referAtRunTime(node, node.source),
    CallExpression(node) {
      const { callee } = node;
      if (callee.type === "Identifier" && callee.name === "require") {
        referAtRunTime(node, node.arguments[0]);
      }
    },
    TemplateLiteral: (node) => void unbreakable.push(node),
    Literal(node) {
      unbreakable.push(node);
      if (typeof node.value !== "string") return;
      literals.push({ text: node.value, start: node.start, line: lineOf(node.start) });
    },
    TemplateElement(node) {
      const text = node.value.cooked ?? node.value.raw;
      literals.push({ text, start: node.start, line: lineOf(node.start) });
    },
  }).visit(program);

  // A path in any other string (a worker's URL, a mock) reaches a file just as an import does.
  for (const literal of literals) {
    if (declared.has(literal.start) || !looksLikePath(literal.text)) continue;
    refer({ value: literal.text, start: literal.start }, ["*"]);
  }
  return {
    references,
    literals,
    unbreakable,
    topNames: program.body.flatMap(namesOf),
    unreadableImports,
    lineOf,
    visit: (visitor) => new Visitor(visitor).visit(program),
  };
}

function namesOf(statement: Statement | Directive): { name: string; start: number }[] {
  if (statement.type === "ExportNamedDeclaration") {
    return statement.declaration === null ? [] : namesOf(statement.declaration);
  }
  if (statement.type === "VariableDeclaration") {
    return statement.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id] : []));
  }
  if (!("id" in statement) || statement.id === null || !("name" in statement.id)) return [];
  return [{ name: statement.id.name, start: statement.id.start }];
}

function looksLikePath(text: string): boolean {
  return /^(?:\.{1,2}|server|web)\/[\w./$-]+\.tsx?$/.test(text);
}

function targetOf(from: string, specifier: string): string | undefined {
  if (/^(?:server|web)\//.test(specifier)) return posix.normalize(specifier);
  if (specifier.startsWith("/")) return specifier;
  if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return undefined;
  return posix.join(posix.dirname(from), specifier).replace(/\/$/, "");
}

function valueNameOf(specifier: {
  readonly type: string;
  readonly importKind?: string;
  readonly imported?: { readonly type: string; readonly name?: string; readonly value?: string };
}): string[] {
  if (specifier.importKind === "type") return [];
  if (specifier.type !== "ImportSpecifier") return ["*"];
  return [specifier.imported?.name ?? specifier.imported?.value ?? "*"];
}

function isStringLiteral(node: unknown): node is { value: string; start: number } {
  if (typeof node !== "object" || node === null) return false;
  return "value" in node && typeof node.value === "string" && "start" in node;
}

/** Turns offsets into line numbers, counted from 1. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
