import { Button } from "@mantine/core";
import { useState } from "react";
import { send } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { shellTexts } from "./shell-texts.ts";

/** Ends the session, and leaves for the shop. */
export function SignOutButton() {
  const t = useTexts(shellTexts);
  const [error, setError] = useState<unknown>();
  const signOut = async () => {
    const answer = await send.POST("/api/v1/auth/sign-out");
    if (answer.error === undefined) window.location.assign("/");
    else setError(answer.error);
  };
  return (
    <>
      <Button variant="default" size="xs" fullWidth onClick={() => void signOut()}>
        {t("signOut")}
      </Button>
      <ProblemAlert error={error} />
    </>
  );
}
