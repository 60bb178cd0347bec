import { createRoute, z } from "@hono/zod-openapi";
import { httpFailures, problemResponse, problemResponses } from "../../../platform/http/problem.ts";
import { jsonAnswer, refuse } from "../../../platform/http/route-parts.ts";
import { createRouter, type Router } from "../../../platform/http/router.ts";
import { readPicture } from "../../../platform/pictures/read-picture.ts";
import { guardFailures, type Accounts } from "../../accounts/index.ts";
import { removeLogo, replaceLogo } from "../commands/replace-logo.ts";
import { settingsFailures as failures } from "../failures.ts";
import { LOGO_BYTES_MAX, LOGO_LIMITS } from "../rules/logo.ts";
import { presentSettings, settingsSchema } from "../schema.ts";
import { logoFile, type SettingsDeps } from "../store.ts";

const tags = ["Settings"];
const picture = { schema: z.string().openapi({ format: "binary" }) };

/** `/api/v1/settings/logo`. */
export function createLogoRouter(deps: SettingsDeps, accounts: Accounts): Router {
  const router = createRouter();
  const middleware = accounts.requireOperator("settings:write");
  const replace = createRoute({
    tags,
    method: "put",
    path: "/",
    summary: "Take a picture as the logo",
    description: `The body is the file: at most ${LOGO_BYTES_MAX} bytes, whatever type they are sent as.`,
    middleware,
    request: {
      body: {
        required: true,
        content: { "image/png": picture, "image/jpeg": picture, "image/webp": picture },
      },
    },
    responses: {
      200: jsonAnswer("The settings as they are now", settingsSchema),
      ...problemResponses(
        ...guardFailures,
        httpFailures.body_too_large,
        failures.logo_format_unknown,
        failures.logo_damaged,
        failures.logo_size_wrong,
        failures.logo_moves,
      ),
    },
  });
  const remove = createRoute({
    tags,
    method: "delete",
    path: "/",
    summary: "Do without a logo",
    middleware,
    responses: {
      200: jsonAnswer("The settings as they are now", settingsSchema),
      ...problemResponses(...guardFailures),
    },
  });

  router.openapi(replace, async (context) => {
    const { operator, requestId } = context.var;
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    const replaced = await replaceLogo(deps, bytes, { operator, requestId });
    if (!replaced.ok) return refuse(replaced.failure, requestId);
    return context.json(presentSettings(replaced.value, deps.platform.legalTexts), 200);
  });
  router.openapi(remove, async (context) => {
    const { operator, requestId } = context.var;
    const settings = await removeLogo(deps, { operator, requestId });
    return context.json(presentSettings(settings, deps.platform.legalTexts), 200);
  });
  return router;
}

/** A file's name changes with what is in it. */
const FOREVER = "public, max-age=31536000, immutable";

/** `/brand/logo/{digest}`: the bytes, for whoever looks at a page. */
export function createLogoFiles({ platform }: Pick<SettingsDeps, "platform">): Router {
  const router = createRouter();
  /** The logo of now, which comes with everybody's first page. */
  let kept: { readonly digest: string; readonly bytes: Uint8Array<ArrayBuffer> } | undefined;

  const find = async (digest: string) => {
    if (kept?.digest === digest && isShown(digest)) return kept.bytes;
    const file = await platform.files.read(logoFile(digest));
    if (file === undefined) return undefined;
    const bytes = new Uint8Array(await new Response(file.content).arrayBuffer());
    if (isShown(digest)) kept = { digest, bytes };
    return bytes;
  };
  const isShown = (digest: string) =>
    platform.brand.current().logo?.path.endsWith(`/${digest}`) === true;

  router.get("/:digest{[0-9a-f]{64}}", async (context) => {
    const bytes = await find(context.req.param("digest"));
    const read = bytes === undefined ? undefined : readPicture(bytes, LOGO_LIMITS);
    if (bytes === undefined || read === undefined || typeof read === "string") {
      const detail = "This is no logo of this site any more.";
      return problemResponse({ kind: httpFailures.not_found, detail }, context.get("requestId"));
    }
    return new Response(bytes, {
      headers: { "content-type": `image/${read.format}`, "cache-control": FOREVER },
    });
  });
  return router;
}
