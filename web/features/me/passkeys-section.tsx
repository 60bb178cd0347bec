import { Alert, Button, Group, Paper, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconKey } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { send, type Problem, type Schemas } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { accountTexts } from "./account-texts.ts";
import { PasskeyCard } from "./passkey-card.tsx";
import { explainRefusal } from "./refusals.ts";
import { Section } from "./section.tsx";

interface PasskeysSectionProps {
  readonly query: UseQueryResult<{ readonly passkeys: Schemas["Passkey"][] }, Problem>;
}

export function PasskeysSection({ query }: PasskeysSectionProps) {
  const t = useTexts(accountTexts);
  const reload = async () => void (await query.refetch());
  return (
    <Section title={t("passkeys")} lead={t("passkeysText")}>
      <QueryView query={query}>
        {({ passkeys }) => (
          <Stack gap="sm">
            {passkeys.length === 0 && (
              <Paper withBorder p="md" radius="lg">
                <Text fw={600}>{t("noPasskeys")}</Text>
                <Text size="sm" c="dimmed">
                  {t("noPasskeysText")}
                </Text>
              </Paper>
            )}
            {passkeys.map((passkey) => (
              <PasskeyCard key={passkey.id} passkey={passkey} onChange={reload} />
            ))}
            <AddPasskey onAdded={reload} />
          </Stack>
        )}
      </QueryView>
    </Section>
  );
}

function AddPasskey({ onAdded }: { readonly onAdded: () => Promise<void> }) {
  const t = useTexts(accountTexts);
  const [name, setName] = useState("");
  const [error, setError] = useState<unknown>();
  const [state, setState] = useState<"ready" | "asking" | "cancelled">("ready");
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setState("asking");
    setError(undefined);
    try {
      const isAdded = await askForPasskey(name.trim());
      setState(isAdded ? "ready" : "cancelled");
      if (!isAdded) return;
      setName("");
      notifications.show({ message: t("passkeyAdded") });
      await onAdded();
    } catch (caught) {
      setState("ready");
      setError(caught);
    }
  };
  return (
    <form onSubmit={(event) => void add(event)}>
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t("passkeyName")}
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            flex="1 1 14rem"
          />
          <Button
            type="submit"
            variant="default"
            loading={state === "asking"}
            leftSection={<IconKey size={18} aria-hidden />}
          >
            {t("addPasskey")}
          </Button>
        </Group>
        {state === "cancelled" && <Alert variant="light">{t("passkeyCancelled")}</Alert>}
        <ProblemAlert error={error} explain={explainRefusal} />
      </Stack>
    </form>
  );
}

/**
 * Has the device make a passkey, and the server keep it.
 * @returns false where the device did not agree. @throws the problem document of a refusal
 */
async function askForPasskey(name: string): Promise<boolean> {
  const asked = await send.GET("/api/v1/auth/passkey/generate-register-options");
  if (asked.data === undefined) throw asked.error;
  const { startRegistration } = await import("@simplewebauthn/browser");
  let response: Awaited<ReturnType<typeof startRegistration>>;
  try {
    // The server's library made them in the W3C's JSON form; the contract says only that they are.
    const optionsJSON = asked.data as unknown as Parameters<
      typeof startRegistration
    >[0]["optionsJSON"];
    response = await startRegistration({ optionsJSON });
  } catch {
    // Every reason is the device's own: cancelled, timed out, known already, not able to.
    return false;
  }
  const added = await send.POST("/api/v1/auth/passkey/verify-registration", {
    body: { response: { ...response }, ...(name === "" ? {} : { name }) },
  });
  if (added.data === undefined) throw added.error;
  return true;
}
