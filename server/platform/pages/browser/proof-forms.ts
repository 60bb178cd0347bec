import { solveChallenge, type Challenge } from "./solve-challenge.ts";

/**
 * Makes the forms with `data-challenge` bring a proof of work: when one is sent, its challenge is
 * fetched from that address and solved, and the proof goes with the form as the field `proof`. A
 * bar shows how far it is, and a line for screen readers too says the form's `data-working`, or
 * `data-failed` if no challenge is to be had; then the form can be sent again. Without this script
 * it is sent without a proof, and the server says what to do instead.
 */
export function proveForms(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-challenge]")) {
    const display = addDisplay(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void proveAndSend(form, display);
    });
  }
}

interface Display {
  readonly progress: HTMLProgressElement;
  readonly status: HTMLElement;
}

/** The line stands in the page before it says something: else it would not be read out. */
function addDisplay(form: HTMLFormElement): Display {
  const progress = document.createElement("progress");
  progress.max = 1;
  progress.hidden = true;
  progress.setAttribute("aria-label", form.dataset["working"] ?? "");
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  form.append(progress, status);
  return { progress, status };
}

async function proveAndSend(form: HTMLFormElement, { progress, status }: Display): Promise<void> {
  const button = form.querySelector("button");
  if (button !== null) button.disabled = true;
  progress.value = 0;
  progress.hidden = false;
  status.textContent = form.dataset["working"] ?? "";
  try {
    const proof = await prove(form.dataset["challenge"] ?? "", (done) => {
      progress.value = done;
    });
    setField(form, proof ?? "");
    // Not `requestSubmit`: that would come back here.
    form.submit();
  } catch {
    status.textContent = form.dataset["failed"] ?? "";
  } finally {
    // The browser may show this very page again when the fan goes back.
    if (button !== null) button.disabled = false;
    progress.hidden = true;
  }
}

/** The proof, or undefined where none is asked for. @throws where there is no challenge */
async function prove(url: string, onProgress: (done: number) => void): Promise<string | undefined> {
  const answer = await fetch(url, { headers: { accept: "application/json" } });
  if (answer.status === 204) return undefined;
  if (!answer.ok) throw new Error(`${answer.status}`);
  const challenge = (await answer.json()) as Challenge;
  const solution = await solveChallenge(challenge, onProgress);
  if (solution === undefined) throw new Error("the challenge has no solution");
  return btoa(JSON.stringify({ challenge, solution }));
}

function setField(form: HTMLFormElement, proof: string): void {
  form.querySelector("input[name=proof]")?.remove();
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "proof";
  field.value = proof;
  form.append(field);
}
