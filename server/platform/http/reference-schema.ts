import { html } from "hono/html";

/** A piece of markup in which everything that came from outside is escaped. */
export type Markup = ReturnType<typeof html>;

/** What the reference page reads of a JSON Schema (OpenAPI 3.1 uses dialect 2020-12). */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Prose of the API description; words between backticks become code. */
export function prose(text: string | undefined): Markup | "" {
  if (text === undefined || text === "") return "";
  const parts = text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
  return html`<p>${parts}</p>`;
}

/** The schema's type and limits on one line, and below it the fields of an object. */
export function renderSchema(schema: Schema): Markup {
  const fields = fieldsOf(schema);
  return html`<span class="type">${typeOf(schema)}</span>${limitsOf(schema)}${fields}`;
}

function fieldsOf(schema: Schema): Markup | "" {
  const object = objectWithin(schema);
  const properties = Object.entries(object?.properties ?? {});
  if (properties.length === 0) return "";
  const required = new Set(object?.required);
  return html`<dl>
    ${properties.map(
      ([name, field]) =>
        html`<dt>
            <code>${name}</code>${required.has(name) ? "" : html` <small>optional</small>`}
          </dt>
          <dd>${renderSchema(field)}${prose(field.description)}</dd>`,
    )}
  </dl>`;
}

/** The object that a schema is, or that an array's items or a map's values are. */
function objectWithin(schema: Schema): Schema | undefined {
  if (schema.properties !== undefined) return schema;
  if (schema.items !== undefined) return objectWithin(schema.items);
  if (typeof schema.additionalProperties === "object") {
    return objectWithin(schema.additionalProperties);
  }
  return undefined;
}

function typeOf(schema: Schema): Markup {
  if (schema.$ref !== undefined) return linkTo(schema.$ref);
  if (schema.const !== undefined) return html`${JSON.stringify(schema.const)}`;
  if (schema.enum !== undefined) {
    return html`${schema.enum.map((value) => JSON.stringify(value)).join(" | ")}`;
  }
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives !== undefined) return joined(alternatives, " or ");
  if (schema.allOf !== undefined) return joined(schema.allOf, " and ");
  if (schema.prefixItems !== undefined) return html`[${joined(schema.prefixItems, ", ")}]`;
  if (schema.items !== undefined) return html`array of ${typeOf(schema.items)}`;
  if (typeof schema.additionalProperties === "object") {
    return html`map of ${typeOf(schema.additionalProperties)}`;
  }
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? ["anything"]);
  const format = schema.format === undefined ? "" : ` (${schema.format})`;
  return html`${types.join(" | ")}${format}`;
}

function joined(schemas: readonly Schema[], separator: string): Markup {
  return html`${schemas.map((schema, index) => html`${index === 0 ? "" : separator}${typeOf(schema)}`)}`;
}

function linkTo(reference: string): Markup {
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  return html`<a href="#schema-${name}">${name}</a>`;
}

function limitsOf(schema: Schema): Markup | "" {
  const limits = [
    between("", schema.minimum, schema.maximum),
    above(schema.exclusiveMinimum),
    below(schema.exclusiveMaximum),
    between("characters", schema.minLength, schema.maxLength),
    between("items", schema.minItems, schema.maxItems),
    schema.pattern === undefined ? "" : `pattern ${schema.pattern}`,
    schema.default === undefined ? "" : `default ${JSON.stringify(schema.default)}`,
  ].filter((limit) => limit !== "");
  return limits.length === 0 ? "" : html` <small>${limits.join(", ")}</small>`;
}

function between(unit: string, least: number | undefined, most: number | undefined): string {
  if (least === undefined && most === undefined) return "";
  const range =
    least === undefined
      ? `at most ${most}`
      : most === undefined
        ? `at least ${least}`
        : `${least} to ${most}`;
  return unit === "" ? range : `${range} ${unit}`;
}

function above(bound: number | undefined): string {
  return bound === undefined ? "" : `above ${bound}`;
}

function below(bound: number | undefined): string {
  return bound === undefined ? "" : `below ${bound}`;
}
