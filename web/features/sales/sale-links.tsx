import { Anchor, Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { IconCopy, IconExternalLink } from "@tabler/icons-react";
import type { Schemas } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { overviewTexts } from "./overview-texts.ts";

/** Where fans find the sale. */
export function SaleLinks({ sale }: { readonly sale: Schemas["Sale"] }) {
  const t = useTexts(overviewTexts);
  const path = `/sales/${sale.id}`;
  const address = new URL(path, window.location.origin).href;
  return (
    <Stack gap="sm">
      <Code block color="var(--sunken)" style={{ whiteSpace: "normal", overflowWrap: "anywhere" }}>
        {address}
      </Code>
      <Group gap="md">
        <CopyButton value={address}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="xs"
              leftSection={<IconCopy size={14} aria-hidden />}
              onClick={copy}
            >
              <span aria-live="polite">{t(copied ? "copied" : "copyLink")}</span>
            </Button>
          )}
        </CopyButton>
        {sale.state !== "draft" && (
          <Anchor href={path} target="_blank" size="sm">
            {t("publicPage")} <IconExternalLink size={14} aria-hidden />
          </Anchor>
        )}
      </Group>
      {sale.state === "draft" && (
        <Text size="sm" c="dimmed">
          {t("linkLater")}
        </Text>
      )}
    </Stack>
  );
}
