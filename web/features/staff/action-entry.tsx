import { Anchor, Code, Group, Paper, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "../../api/client.ts";
import { formatDateTime } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { wordsOfAction } from "./action-texts.ts";
import { auditTexts } from "./audit-texts.ts";
import { staffTexts } from "./staff-texts.ts";

/** One line of the audit log: a sentence, and behind it what was recorded word for word. */
export function ActionEntry({ entry }: { readonly entry: Schemas["OperatorAction"] }) {
  const t = useTexts(auditTexts);
  const staff = useTexts(staffTexts);
  const { operator, action, subject, details, at, requestId } = entry;
  const saleId = /^sale:(.+)$/.exec(subject)?.[1];
  const kind = operator.kind === "person" ? "" : ` · ${t(`kind_${operator.kind}`)}`;
  return (
    <Paper withBorder p="sm" radius="md">
      <Stack gap={4}>
        <Group justify="space-between" gap="xs">
          <Text size="sm">
            <Text span fw={600}>
              {operator.name}
            </Text>{" "}
            {wordsOfAction(action) ?? <Code>{action}</Code>}
          </Text>
          <Text size="sm" c="dimmed">
            <time dateTime={at}>{formatDateTime(at)}</time>
          </Text>
        </Group>
        <Text size="sm" c="dimmed">
          {staff(`role_${operator.role}`)}
          {kind}
          {saleId !== undefined && (
            <>
              {" · "}
              <Anchor
                underline="always"
                renderRoot={(props) => (
                  <Link to="/console/sales/$saleId" params={{ saleId }} {...props} />
                )}
              >
                {t("toSale")}
              </Anchor>
            </>
          )}
        </Text>
        <details>
          <Text component="summary" size="sm" style={{ cursor: "pointer" }}>
            {t("details")}
          </Text>
          <Stack gap={4} pt="xs">
            <Recorded label={t("name")} value={action} />
            <Recorded label={t("subjectLabel")} value={subject} />
            {Object.keys(details).length > 0 && (
              <Recorded label={t("detailsLabel")} value={JSON.stringify(details, null, 2)} />
            )}
            {requestId !== null && <Recorded label={t("request")} value={requestId} />}
          </Stack>
        </details>
      </Stack>
    </Paper>
  );
}

function Recorded({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Code style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{value}</Code>
    </div>
  );
}
