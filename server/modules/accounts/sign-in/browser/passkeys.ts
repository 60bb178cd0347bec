import { askForPasskey, makePasskey, type OptionsJson } from "./webauthn.ts";

const ROUTES = "/api/v1/auth/passkey/";

/** The part of a page that needs this script; hidden in a browser without script or passkeys. */
for (const part of document.querySelectorAll<HTMLElement>("[data-passkeys]")) {
  if (!("credentials" in navigator) || typeof PublicKeyCredential === "undefined") continue;
  part.hidden = false;
  const button = part.querySelector("button");
  const work = part.dataset["passkeys"] === "add" ? add : signIn;
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    void attempt(part, button, work);
  });
}

async function attempt(
  part: HTMLElement,
  button: HTMLButtonElement,
  work: (part: HTMLElement) => Promise<string>,
): Promise<void> {
  const problem = part.querySelector<HTMLElement>("[role=alert]");
  if (problem) problem.textContent = "";
  button.disabled = true;
  try {
    location.assign(await work(part));
  } catch (error) {
    button.disabled = false;
    const code = error instanceof Refused ? error.code : "";
    const again = code === "sign_in_again" ? part.dataset["again"] : undefined;
    if (problem) problem.textContent = again ?? part.dataset["failed"] ?? "";
  }
}

async function signIn(part: HTMLElement): Promise<string> {
  const options = await ask("generate-authenticate-options");
  const response = await askForPasskey(options as OptionsJson);
  await ask("verify-authentication", { response });
  // The way back comes out of the address, so that it may lead nowhere else.
  const next = new URL(part.dataset["next"] ?? "/me", location.origin);
  return next.origin === location.origin ? next.href : "/me";
}

async function add(part: HTMLElement): Promise<string> {
  const options = await ask("generate-register-options");
  const response = await makePasskey(options as OptionsJson);
  const name = part.querySelector("input")?.value.trim() ?? "";
  await ask("verify-registration", name === "" ? { response } : { response, name });
  return "/account?passkey=added#passkeys";
}

/** A refusal of the server's, with its stable code. */
class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

async function ask(route: string, body?: object): Promise<unknown> {
  const init =
    body === undefined
      ? {}
      : {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        };
  const answer = await fetch(ROUTES + route, init);
  const found = (await answer.json()) as { readonly code?: string };
  if (!answer.ok) throw new Refused(found.code ?? "");
  return found;
}
