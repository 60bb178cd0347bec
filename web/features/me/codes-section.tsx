import { Button, CopyButton, Group, Paper, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconShare2 } from "@tabler/icons-react";
import type { Schemas } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatDateTime, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import { QueryView } from "../../ui/query-view.tsx";
import type { MyCodes } from "./my-queries.ts";
import { myTexts } from "./my-texts.ts";
import { Section } from "./section.tsx";
import { StateBadge } from "./state-badge.tsx";

type Code = Schemas["OwnCodesOfAllSales"]["items"][number];

export function CodesSection({ query }: { readonly query: MyCodes }) {
  const t = useTexts(myTexts);
  const hasCodes = (query.data?.items.length ?? 0) > 0;
  return (
    <Section title={t("codes")} lead={hasCodes ? t("codesText") : undefined}>
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState level={3} title={t("noCodes")} text={t("noCodesText")} />
          ) : (
            <Stack gap="sm">
              {items.map((code) => (
                <CodeCard key={`${code.saleId} ${code.number}`} code={code} />
              ))}
            </Stack>
          )
        }
      </QueryView>
    </Section>
  );
}

function CodeCard({ code }: { readonly code: Code }) {
  const t = useTexts(myTexts);
  const { state, number, units, saleNames, productNames, variantNames } = code;
  const stateText = t(`code_${state}`);
  const isOpen = state === "issued" || state === "planned";
  const names = [saleNames, productNames, variantNames].map(nameIn);
  return (
    <Paper component="article" withBorder p="md" radius="lg">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Text fw={600}>{t("codeTitle", { number: formatNumber(number) })}</Text>
        <StateBadge label={stateText} isMarked={isOpen} />
      </Group>
      <Text size="sm" c="dimmed">
        {[...names, t("units", { count: units })].filter((text) => text !== "").join(" · ")}
      </Text>
      {code.endedAt !== null ? (
        <Text size="sm">
          {t("endedAt", { state: stateText, at: formatDateTime(code.endedAt) })}
        </Text>
      ) : (
        code.expiresAt !== null && (
          <Text size="sm">{t("validUntil", { at: formatDateTime(code.expiresAt) })}</Text>
        )
      )}
      {isOpen && <ShareLink code={code} />}
    </Paper>
  );
}

/** The way to the form for the code. The code is in no address: whoever reads one could use it. */
function ShareLink({ code }: { readonly code: Code }) {
  const t = useTexts(myTexts);
  const url = `${window.location.origin}/sales/${code.saleId}/code`;
  const text = t("shareText", { sale: nameIn(code.saleNames) });
  const share = async () => {
    try {
      await navigator.share({ text, url });
    } catch (error) {
      // Who closes the sheet has changed their mind; that is no failure.
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    }
  };
  return (
    <Stack gap="xs" mt="xs">
      <Text size="sm">{t("shareHint")}</Text>
      <Group gap="xs">
        <CopyButton value={`${text} ${url}`}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              onClick={copy}
              leftSection={
                copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
              }
            >
              <span aria-live="polite">{t(copied ? "copied" : "copy")}</span>
            </Button>
          )}
        </CopyButton>
        {"share" in navigator && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconShare2 size={16} aria-hidden />}
            onClick={() => void share()}
          >
            {t("share")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
