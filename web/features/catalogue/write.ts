import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { sayIn } from "../../ui/language.ts";
import { uiTexts } from "../../ui/ui-texts.ts";

/** Says what was done, until it is read or a few seconds have passed. */
export function showDone(message: string): void {
  const closeButtonProps = { "aria-label": sayIn(uiTexts)("close") };
  notifications.show({ message, color: "teal", closeButtonProps });
}

/** One write under way: whether it runs, and why it failed last. */
export interface Write {
  readonly isBusy: boolean;
  readonly error: unknown;
  /** Forgets why it failed. */
  readonly clear: () => void;
  /** @returns whether it succeeded; then the words are shown as a notice */
  readonly run: (work: () => Promise<unknown>, done: string) => Promise<boolean>;
}

export function useWrite(): Write {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  return {
    isBusy,
    error,
    clear: () => setError(undefined),
    async run(work, done) {
      setIsBusy(true);
      setError(undefined);
      try {
        await work();
        showDone(done);
        return true;
      } catch (caught) {
        setError(caught);
        return false;
      } finally {
        setIsBusy(false);
      }
    },
  };
}

/** The answer's data. @throws the problem document of a refusal */
export function dataOf<Data>(answer: {
  readonly data?: Data | undefined;
  readonly error?: unknown;
}): Data {
  if (answer.error !== undefined) throw answer.error;
  // What is no failure has the data of its route; without any, the type says so.
  return answer.data as Data;
}
