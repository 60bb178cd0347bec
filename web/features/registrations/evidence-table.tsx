import { Table, Text } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { formatNumber, formatPercent } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { registrationsTexts } from "./registrations-texts.ts";

/** What members of a cluster have in common, and how each of it may be innocent. */
export function EvidenceTable({
  evidence,
  label,
}: {
  readonly evidence: Schemas["Cluster"]["evidence"];
  readonly label: string;
}) {
  const t = useTexts(registrationsTexts);
  return (
    <Table aria-label={label} verticalSpacing="xs">
      <Table.Thead style={{ whiteSpace: "nowrap" }}>
        <Table.Tr>
          <Table.Th>{t("reasonColumn")}</Table.Th>
          <Table.Th ta="end">{t("membersColumn")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {evidence.map(({ reason, members, usual }) => (
          <Table.Tr key={reason}>
            <Table.Td>
              {t(`evidence_${reason}`)}
              <Text size="sm" c="dimmed">
                {t(`doubt_${reason}`, { share: formatPercent(usual) })}
              </Text>
            </Table.Td>
            <Table.Td ta="end" valign="top">
              {formatNumber(members)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
