import { Anchor, Button, Code, Group, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { reportTexts } from "./report-texts.ts";
import { Section } from "./section.tsx";

/** As the program is called; see the public report. */
const COMMAND = "npm run cli -- verify report.json";

export interface FileSectionProps {
  readonly saleId: string;
  readonly isDraw: boolean;
}

/** The tables for spreadsheets, and how anybody verifies the report. */
export function FileSection({ saleId, isDraw }: FileSectionProps) {
  const t = useTexts(reportTexts);
  const mayReadSale = useMay("sales:read-registrations");
  const mayReadOrders = useMay("orders:read");
  const base = `/api/v1/sales/${saleId}`;
  const tables = [
    ...(mayReadSale ? (["registrations", "claims"] as const) : []),
    ...(mayReadOrders ? (["orders"] as const) : []),
  ];
  return (
    <>
      {tables.length > 0 && (
        <Section title={t("tables")} lead={t("tablesLead")}>
          <Group gap="xs">
            {tables.map((table) => (
              <Button
                key={table}
                component="a"
                variant="default"
                href={`${base}/${table}.csv`}
                download
                leftSection={<IconDownload size={18} aria-hidden />}
              >
                {t(`table_${table}`)}
              </Button>
            ))}
          </Group>
        </Section>
      )}
      <Section title={t("verify")}>
        <Text size="sm" maw="42rem">
          {t("verifyText")}
        </Text>
        <Code block style={{ whiteSpace: "pre-wrap" }}>
          {COMMAND}
        </Code>
        <Group gap="md">
          <Anchor href={`/sales/${saleId}/report`} size="sm">
            {t("publicVersion")}
          </Anchor>
          <Anchor href={`${base}/report`} download="report.json" size="sm">
            {t("file_report")}
          </Anchor>
          {isDraw && (
            <Anchor href={`${base}/report/entrants.txt`} download="entrants.txt" size="sm">
              {t("file_entrants")}
            </Anchor>
          )}
        </Group>
      </Section>
    </>
  );
}
