import { browserScript } from "../../../platform/pages/browser-script.ts";

/** Offers passkeys on a page, where the browser has them. */
export const passkeyScript = browserScript(new URL("./browser/passkeys.ts", import.meta.url));
