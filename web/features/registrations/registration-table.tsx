import { Badge, Checkbox, Group, Stack, Table, Text } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { formatDateTime, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { AnchorLink } from "../../ui/anchor-link.tsx";
import { useSaleId } from "./registrations-frame.tsx";
import { registrationsTexts } from "./registrations-texts.ts";

export type Registration = Schemas["RegistrationPage"]["items"][number];

export interface RegistrationTableProps {
  readonly rows: readonly Registration[];
  readonly label: string;
  /** The places that are selected; undefined where nothing can be. */
  readonly selection?:
    | {
        readonly places: ReadonlySet<number>;
        readonly onChange: (places: ReadonlySet<number>) => void;
      }
    | undefined;
}

/** Whose place could be removed now. */
export function placesOf(rows: readonly Registration[]): readonly number[] {
  return rows.flatMap(({ place, isBarred, standing }) =>
    place !== null && !isBarred && standing === "entered" ? [place] : [],
  );
}

export function RegistrationTable({ rows, label, selection }: RegistrationTableProps) {
  const t = useTexts(registrationsTexts);
  const saleId = useSaleId();
  const selectable = placesOf(rows);
  const isAll = selectable.length > 0 && selectable.every((one) => selection?.places.has(one));
  return (
    <Table.ScrollContainer minWidth={selection === undefined ? 640 : 690} type="native">
      <Table aria-label={label} verticalSpacing="xs" highlightOnHover>
        <Table.Thead style={{ whiteSpace: "nowrap" }}>
          <Table.Tr>
            {selection !== undefined && (
              <Table.Th w={40}>
                <Checkbox
                  aria-label={t("selectAll")}
                  checked={isAll}
                  indeterminate={!isAll && selectable.some((one) => selection.places.has(one))}
                  disabled={selectable.length === 0}
                  onChange={() => selection.onChange(new Set(isAll ? [] : selectable))}
                />
              </Table.Th>
            )}
            <Table.Th>{t("number")}</Table.Th>
            <Table.Th>{t("place")}</Table.Th>
            <Table.Th>{t("fan")}</Table.Th>
            <Table.Th>{t("standing")}</Table.Th>
            <Table.Th>{t("claim")}</Table.Th>
            <Table.Th>{t("registered")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.number}>
              {selection !== undefined && (
                <Table.Td>
                  <SelectPlace row={row} selection={selection} />
                </Table.Td>
              )}
              <Table.Td>
                <AnchorLink
                  to="/console/sales/$saleId/registrations/$number"
                  params={{ saleId, number: String(row.number) }}
                  aria-label={t("numberOf", { number: formatNumber(row.number) })}
                >
                  {formatNumber(row.number)}
                </AnchorLink>
              </Table.Td>
              <Table.Td>{row.place === null ? "–" : formatNumber(row.place)}</Table.Td>
              <Table.Td>
                <FanOf row={row} />
              </Table.Td>
              <Table.Td>
                <Standing row={row} />
              </Table.Td>
              <Table.Td>{row.claim === null ? "–" : t(`claim_${row.claim}`)}</Table.Td>
              <Table.Td>{formatDateTime(row.registeredAt)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function SelectPlace({
  row,
  selection,
}: {
  readonly row: Registration;
  readonly selection: NonNullable<RegistrationTableProps["selection"]>;
}) {
  const t = useTexts(registrationsTexts);
  const { place } = row;
  if (place === null || placesOf([row]).length === 0) return null;
  const toggle = () => {
    const places = new Set(selection.places);
    if (!places.delete(place)) places.add(place);
    selection.onChange(places);
  };
  return (
    <Checkbox
      aria-label={t("select", { place: formatNumber(place) })}
      checked={selection.places.has(place)}
      onChange={toggle}
    />
  );
}

export function FanOf({ row }: { readonly row: Pick<Registration, "fan"> }) {
  const t = useTexts(registrationsTexts);
  if (row.fan === null) {
    return (
      <Text size="sm" c="dimmed">
        {t("erased")}
      </Text>
    );
  }
  return (
    <Stack gap={0}>
      <Text size="sm">{row.fan.name}</Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {row.fan.email}
      </Text>
    </Stack>
  );
}

export function Standing({ row }: { readonly row: Pick<Registration, "standing" | "isBarred"> }) {
  const t = useTexts(registrationsTexts);
  return (
    <Group gap="xs">
      <Text size="sm">{t(`standing_${row.standing}`)}</Text>
      {row.isBarred && (
        <Badge color="red" variant="light">
          {t("barred")}
        </Badge>
      )}
    </Group>
  );
}
