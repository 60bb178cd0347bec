import { Alert, Button, Group, List, Paper, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { send } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { useTexts } from "../../ui/language.ts";
import { accountTexts } from "./account-texts.ts";
import { explainRefusal } from "./refusals.ts";
import { Section } from "./section.tsx";

/** All that is held, to take away; and the way to be forgotten, which a mailed link confirms. */
export function DataSection() {
  const t = useTexts(accountTexts);
  const [isMailed, setIsMailed] = useState(false);
  const ask = async () => {
    const asked = await send.POST("/api/v1/me/erasure-requests");
    if (asked.data === undefined) throw asked.error;
    setIsMailed(true);
  };
  return (
    <Section title={t("data")}>
      <Paper withBorder p="md" radius="lg">
        <Stack align="flex-start">
          <Text size="sm">{t("dataText")}</Text>
          <Button
            component="a"
            href="/api/v1/me/export"
            download
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
          >
            {t("download")}
          </Button>
        </Stack>
      </Paper>
      <Paper withBorder p="md" radius="lg">
        <Stack align="flex-start">
          <Text size="sm">{t("eraseText")}</Text>
          <Group>
            <ConfirmButton
              color="red"
              variant="outline"
              label={t("erase")}
              question={t("eraseQuestion")}
              consequence={t("eraseIntro")}
              confirmLabel={t("eraseAsk")}
              explain={explainRefusal}
              onConfirm={ask}
            >
              <List size="sm" spacing="xs">
                <List.Item>{t("eraseGone")}</List.Item>
                <List.Item>{t("eraseKept")}</List.Item>
                <List.Item>{t("eraseLog")}</List.Item>
                <List.Item>{t("eraseForEver")}</List.Item>
              </List>
            </ConfirmButton>
          </Group>
          {isMailed && <Alert variant="light">{t("eraseMailed")}</Alert>}
        </Stack>
      </Paper>
    </Section>
  );
}
