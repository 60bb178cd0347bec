import { Alert, Anchor, Code, Stack, Text } from "@mantine/core";
import { IconMailOff } from "@tabler/icons-react";
import { useTexts } from "../../ui/language.ts";
import { outboxTexts } from "./outbox-texts.ts";

const EXAMPLE =
  "SMTP_URL=smtps://name:password@mail.example.org\nMAIL_FROM=Shop <shop@example.org>";

/** Where mails are read in development, on the server's own machine only. */
const DEV_MAILS = "/dev/mails";

const isThisMachine = ["localhost", "127.0.0.1", "[::1]"].includes(window.location.hostname);

/** Says that no mail leaves, and what to do. */
export function NotSetUpNotice() {
  const t = useTexts(outboxTexts);
  return (
    <Alert color="accent" icon={<IconMailOff aria-hidden />} title={t("notSetUpTitle")}>
      <Stack gap="xs">
        <Text size="sm">{t("notSetUpText")}</Text>
        <Text size="sm">{t("settingsExample")}</Text>
        <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {EXAMPLE}
        </Code>
        {isThisMachine && (
          <Anchor href={DEV_MAILS} size="sm">
            {t("devMails", { path: DEV_MAILS })}
          </Anchor>
        )}
      </Stack>
    </Alert>
  );
}
