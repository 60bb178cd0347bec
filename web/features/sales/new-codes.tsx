import { Alert, Button, Code, CopyButton, Group, Stack } from "@mantine/core";
import { IconAlertTriangle, IconCopy, IconDownload } from "@tabler/icons-react";
import { useTexts } from "../../ui/language.ts";
import { codesAsCsv } from "./code-order.ts";
import { friendCodeTexts } from "./friend-code-texts.ts";

export interface NewCode {
  readonly number: number;
  readonly code: string;
}

interface NewCodesProps {
  readonly codes: readonly NewCode[];
  readonly onClose: () => void;
}

/** Codes that were just issued; only now can anybody see them. */
export function NewCodes({ codes, onClose }: NewCodesProps) {
  const t = useTexts(friendCodeTexts);
  const text = codes.map(({ code }) => code).join("\n");
  return (
    <Stack>
      <Alert color="accent" icon={<IconAlertTriangle aria-hidden />}>
        {t("onceOnly")}
      </Alert>
      <Code block color="var(--sunken)" mah={320} tabIndex={0}>
        {text}
      </Code>
      <Group justify="space-between">
        <Group gap="sm">
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={<IconCopy size={16} aria-hidden />}
                onClick={copy}
              >
                <span aria-live="polite">{t(copied ? "copied" : "copyAll")}</span>
              </Button>
            )}
          </CopyButton>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => keepAsFile(codesAsCsv(codes))}
          >
            {t("download")}
          </Button>
        </Group>
        <Button onClick={onClose}>{t("close")}</Button>
      </Group>
    </Stack>
  );
}

function keepAsFile(csv: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "friend-codes.csv";
  link.click();
  URL.revokeObjectURL(url);
}
