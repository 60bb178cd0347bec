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
    <Table.ScrollContainer minWidth={520} type="native">
      <Table aria-label={label} verticalSpacing="xs" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="34%">{t("reasonColumn")}</Table.Th>
            <Table.Th w="16%">{t("membersColumn")}</Table.Th>
            <Table.Th>{t("weaknessColumn")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {evidence.map(({ reason, members, usual }) => (
            <Table.Tr key={reason}>
              <Table.Td>{t(`evidence_${reason}`)}</Table.Td>
              <Table.Td>{formatNumber(members)}</Table.Td>
              <Table.Td>
                <Text size="sm" c="dimmed">
                  {t(`doubt_${reason}`, { share: formatPercent(usual) })}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
