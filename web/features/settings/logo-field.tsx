import { Button, FileButton, Group, Input, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { send } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { LogoPreview } from "./logo-preview.tsx";
import type { Settings } from "./settings-form.ts";
import { explainedCode, settingsTexts } from "./settings-texts.ts";

const TYPES = "image/png,image/jpeg,image/webp";

export interface LogoFieldProps {
  readonly settings: Settings;
  readonly may: boolean;
  /** Of the brand, as it is in the form. */
  readonly name: string;
  readonly onSaved: (saved: Settings) => void;
}

/** The logo: looked at before it is used, and saved by itself. */
export function LogoField({ settings, may, name, onSaved }: LogoFieldProps) {
  const t = useTexts(settingsTexts);
  const [chosen, setChosen] = useState<{ readonly file: File; readonly url: string }>();
  const [error, setError] = useState<unknown>();
  const [isBusy, setIsBusy] = useState(false);
  const explain = (code: string) => {
    const known = explainedCode(code);
    return known && t(known);
  };

  const choose = (file: File | null) => {
    if (chosen !== undefined) URL.revokeObjectURL(chosen.url);
    setError(undefined);
    setChosen(file === null ? undefined : { file, url: URL.createObjectURL(file) });
  };
  const upload = async (file: File) => {
    setIsBusy(true);
    setError(undefined);
    try {
      const saved = await sendLogo(file);
      choose(null);
      onSaved(saved);
      notifications.show({ message: t("logoSaved") });
    } catch (caught) {
      setError(caught);
    } finally {
      setIsBusy(false);
    }
  };
  const remove = async () => {
    const answer = await send.DELETE("/api/v1/settings/logo");
    if (answer.data === undefined) throw answer.error;
    onSaved(answer.data);
    notifications.show({ message: t("logoRemoved") });
  };

  const shown = chosen?.url ?? settings.logo?.url;
  return (
    <Stack gap="xs">
      <Input.Wrapper labelElement="div" label={t("logo")} description={t("logoHelp")} maw="40rem" />
      {shown === undefined ? (
        <Text size="sm">{t("noLogo")}</Text>
      ) : (
        <LogoPreview
          url={shown}
          name={name}
          title={
            chosen === undefined ? t("currentLogo") : t("chosenLogo", { file: chosen.file.name })
          }
        />
      )}
      <ProblemAlert error={error} explain={explain} />
      {may && (
        <Group gap="sm">
          {chosen !== undefined && (
            <Button loading={isBusy} onClick={() => void upload(chosen.file)}>
              {t("useLogo")}
            </Button>
          )}
          <FileButton accept={TYPES} onChange={choose} inputProps={{ "aria-label": t("logo") }}>
            {(button) => (
              <Button variant="default" disabled={isBusy} {...button}>
                {t(chosen === undefined ? "chooseLogo" : "dropLogo")}
              </Button>
            )}
          </FileButton>
          {chosen === undefined && settings.logo !== null && (
            <ConfirmButton
              variant="default"
              label={t("removeLogo")}
              question={t("removeQuestion")}
              consequence={t("removeConsequence")}
              explain={explain}
              onConfirm={remove}
            />
          )}
        </Group>
      )}
    </Stack>
  );
}

/** The bytes as they are; the server looks at them and at nothing else. @throws Problem */
async function sendLogo(file: File): Promise<Settings> {
  const answer = await send.PUT("/api/v1/settings/logo", {
    // The description can only say that there are bytes; the file goes as it is.
    body: file as unknown as string,
    bodySerializer: (body) => body,
    headers: { "content-type": file.type === "" ? "application/octet-stream" : file.type },
  });
  if (answer.data === undefined) throw answer.error;
  return answer.data;
}
