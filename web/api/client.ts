import createFetchClient from "openapi-fetch";
import createQueryClient from "openapi-react-query";
import type { components, paths } from "./contract.ts";

/** The schemas of the API by name: `Schemas["Sale"]`. */
export type Schemas = components["schemas"];

/** RFC 9457: what every refusal is; `code` is stable. */
export type Problem = Schemas["Problem"];

const fetchClient = createFetchClient<paths>({
  baseUrl: window.location.origin,
  credentials: "same-origin",
});

// An answer without a body, or from something before the server, is no problem document.
fetchClient.use({
  async onResponse({ response }) {
    if (response.ok || response.headers.get("content-type")?.includes("problem+json") === true) {
      return undefined;
    }
    const problem: Problem = {
      type: "urn:millet:problem:no_answer",
      title: response.statusText,
      status: response.status,
      code: "no_answer",
      detail: `HTTP ${response.status}`,
    };
    const headers = { "content-type": "application/problem+json" };
    return new Response(JSON.stringify(problem), { status: response.status, headers });
  },
});

/** The API for components: `api.useQuery("get", "/api/v1/sales")`. */
export const api = createQueryClient(fetchClient);

/** The API for what is no component. @throws nothing: `error` is a problem document */
export const send = fetchClient;

/** Whether something caught is a problem document of this API. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "detail" in value;
}
