import { html } from "hono/html";
import { inlineStyle } from "./inline-style.ts";
import { type Markup, prose, renderSchema, type Schema } from "./reference-schema.ts";
import type { Router } from "./router.ts";

/** What the page reads of an OpenAPI 3.1 document. */
interface ApiDocument {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string;
  };
  readonly paths?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content?: Content };
  readonly responses?: Readonly<Record<string, { description?: string; content?: Content }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface Endpoint extends Operation {
  readonly method: string;
  readonly path: string;
  readonly anchor: string;
}

const METHODS = ["get", "post", "put", "patch", "delete"];

const style = inlineStyle(`
:root { color-scheme: light dark; --line: #8885; --soft: #8881; --link: light-dark(#0b5394, #8ab8f0); }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem 1.5rem 4rem; }
a { color: var(--link); }
code, .type, .path { font-family: ui-monospace, monospace; font-size: 0.92em; overflow-wrap: anywhere; }
article, section.schema { border-top: 1px solid var(--line); padding: 0.5rem 0; }
h3 { font-size: 1rem; margin: 1rem 0 0.25rem; }
h4 { font-size: 0.85rem; margin: 1rem 0 0.25rem; }
.method { display: inline-block; min-width: 4.5em; font-weight: 700; text-transform: uppercase; }
dl { margin: 0.25rem 0 0.25rem 0.5rem; padding-left: 0.75rem; border-left: 2px solid var(--line); }
dt { margin-top: 0.4rem; }
dd { margin: 0 0 0 1rem; }
p { margin: 0.25rem 0; max-width: 45rem; }
nav ul { list-style: none; padding: 0; }
summary { cursor: pointer; }
`);

/** Nothing is loaded, nothing runs, and the only style is the one above. */
const CONTENT_POLICY = `default-src 'none'; style-src ${style.source}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/**
 * Serves the API description for people at `/docs/api`: one page without scripts, made from the
 * same document that `/openapi.json` answers with.
 */
export function addReferencePage(app: Router, describe: () => object): void {
  let page: string | undefined;
  app.get("/docs/api", async (context) => {
    // The generator's own types promise less than the document holds; it is read as plain JSON.
    page ??= String(await renderReference(describe() as ApiDocument));
    context.header("content-security-policy", CONTENT_POLICY);
    context.header("cache-control", "public, max-age=300");
    return context.html(page);
  });
}

/** The whole page. */
function renderReference(document: ApiDocument): Markup {
  const { info, components } = document;
  const byTag = Map.groupBy(endpointsOf(document), (endpoint) => endpoint.tags?.[0] ?? "other");
  const groups = [...byTag].toSorted(([a], [b]) => a.localeCompare(b, "en"));
  const schemas = Object.entries(components?.schemas ?? {});
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${info.title} API</title>
        ${style.element}
      </head>
      <body>
        <header>
          <h1>${info.title} API <small>${info.version}</small></h1>
          ${prose(info.description)}
          <p><a href="/openapi.json">OpenAPI document</a></p>
        </header>
        <nav aria-label="Operations">
          <ul>
            ${groups.map(
              ([tag, endpoints]) =>
                html`<li>
                  ${tag}
                  <ul>
                    ${endpoints.map(renderLink)}
                  </ul>
                </li>`,
            )}
          </ul>
        </nav>
        <main>
          ${groups.map(
            ([tag, endpoints]) =>
              html`<h2>${tag}</h2>
                ${endpoints.map(renderEndpoint)}`,
          )}
          ${schemas.length === 0 ? "" : html`<h2>Schemas</h2>`}
          ${schemas.map(
            ([name, schema]) =>
              html`<section class="schema" id="schema-${name}">
                <h3>${name}</h3>
                ${prose(schema.description)}${renderSchema(schema)}
              </section>`,
          )}
        </main>
      </body>
    </html>`;
}

function endpointsOf(document: ApiDocument): Endpoint[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => ({
      ...(item[method] as Operation),
      method,
      path,
      anchor: `${method}${path.replaceAll(/[^a-zA-Z0-9]+/g, "-")}`,
    })),
  );
}

function renderLink({ anchor, method, path, summary }: Endpoint): Markup {
  return html`<li>
    <a href="#${anchor}"><span class="method">${method}</span><span class="path">${path}</span></a
    >${summary === undefined ? "" : ` ${summary}`}
  </li>`;
}

function renderEndpoint(endpoint: Endpoint): Markup {
  const { anchor, method, path, summary, description, parameters = [], requestBody } = endpoint;
  const security = (endpoint.security ?? []).flatMap((scheme) => Object.keys(scheme));
  return html`<article id="${anchor}">
    <h3><span class="method">${method}</span><span class="path">${path}</span></h3>
    ${summary === undefined ? "" : html`<p><strong>${summary}</strong></p>`}${prose(description)}
    ${security.length === 0 ? "" : html`<p>Needs ${security.join(" or ")}.</p>`}
    ${
      parameters.length === 0
        ? ""
        : html`<h4>Parameters</h4>
            <dl>${parameters.map(renderParameter)}</dl>`
    }
    ${
      requestBody === undefined
        ? ""
        : html`<h4>Body</h4>
            ${renderContent(requestBody.content)}`
    }
    <h4>Answers</h4>
    <dl>
      ${Object.entries(endpoint.responses ?? {}).map(
        ([status, response]) =>
          html`<dt><code>${status}</code></dt>
            <dd>${prose(response.description)}${renderContent(response.content)}</dd>`,
      )}
    </dl>
  </article>`;
}

function renderParameter({ name, required, schema, description, ...parameter }: Parameter): Markup {
  return html`<dt>
      <code>${name}</code> <small>${parameter.in}${required === true ? "" : ", optional"}</small>
    </dt>
    <dd>${renderSchema(schema ?? {})}${prose(description)}</dd>`;
}

function renderContent(content: Content | undefined): Markup[] {
  return Object.entries(content ?? {}).map(
    ([type, { schema }]) =>
      html`<details open>
        <summary><small>${type}</small></summary>
        ${renderSchema(schema ?? {})}
      </details>`,
  );
}
