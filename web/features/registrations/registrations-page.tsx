import { Button, Checkbox, Group, Paper, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconDownload, IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { api, type Schemas } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { BarPlaces } from "./bar-places.tsx";
import { RegistrationTable } from "./registration-table.tsx";
import { RegistrationsFrame, useSaleId } from "./registrations-frame.tsx";
import { registrationsTexts } from "./registrations-texts.ts";

type Row = Schemas["RegistrationPage"]["items"][number];

const STANDINGS = ["entered", "withdrawn", "refused", "left"] as const;
const CLAIMS = [
  "waiting",
  "held",
  "paying",
  "paid",
  "released",
  "expired",
  "returned",
] as const satisfies readonly Exclude<Row["claim"], null>[];

/** Who takes part: to be searched, narrowed, selected and removed. */
export function RegistrationsPage() {
  const t = useTexts(registrationsTexts);
  const saleId = useSaleId();
  const mayBar = useMay("sales:bar");
  const navigate = useNavigate();
  const { search } = useSearch({ from: "/console/sales/$saleId/registrations" });
  const [typed, setTyped] = useState(search ?? "");
  const [standing, setStanding] = useState<(typeof STANDINGS)[number] | null>(null);
  const [claim, setClaim] = useState<(typeof CLAIMS)[number] | null>(null);
  const [isBarredOnly, setIsBarredOnly] = useState(false);
  const [places, setPlaces] = useState<ReadonlySet<number>>(new Set());
  const isNarrowed = search !== undefined || standing !== null || claim !== null || isBarredOnly;
  const list = api.useInfiniteQuery(
    "get",
    "/api/v1/sales/{saleId}/registrations",
    {
      params: {
        path: { saleId },
        query: {
          limit: 50,
          ...(search === undefined ? {} : { search }),
          ...(standing === null ? {} : { standing }),
          ...(claim === null ? {} : { claim }),
          ...(isBarredOnly ? { barred: "true" as const } : {}),
        },
      },
    },
    {
      pageParamName: "cursor",
      initialPageParam: null,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
      select: ({ pages }) => pages.flatMap(({ items }) => items),
    },
  );
  const seek = (text: string | undefined) => {
    setPlaces(new Set());
    void navigate({
      to: "/console/sales/$saleId/registrations",
      params: { saleId },
      search: text === undefined || text.trim() === "" ? {} : { search: text.trim() },
    });
  };
  return (
    <RegistrationsFrame
      part="partAll"
      title={t("title")}
      lead={t("lead")}
      actions={
        <Button
          component="a"
          variant="default"
          href={`/api/v1/sales/${saleId}/registrations.csv`}
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t("csv")}
        </Button>
      }
    >
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            seek(typed);
          }}
        >
          <Stack gap="sm">
            <Group align="flex-end" gap="sm">
              <TextInput
                flex="1 1 16rem"
                label={t("searchLabel")}
                description={t("searchHint")}
                maxLength={200}
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
              <Button type="submit" leftSection={<IconSearch size={16} aria-hidden />}>
                {t("search")}
              </Button>
              {search !== undefined && (
                <Button
                  variant="default"
                  onClick={() => {
                    setTyped("");
                    seek(undefined);
                  }}
                >
                  {t("clear")}
                </Button>
              )}
            </Group>
            <Group gap="sm" align="flex-end">
              <Select
                w={200}
                label={t("standing")}
                placeholder={t("anyStanding")}
                clearable
                clearButtonProps={{ "aria-label": t("anyStanding") }}
                data={STANDINGS.map((value) => ({ value, label: t(`standing_${value}`) }))}
                value={standing}
                onChange={(value) => setStanding(STANDINGS.find((one) => one === value) ?? null)}
              />
              <Select
                w={200}
                label={t("claim")}
                placeholder={t("anyClaim")}
                clearable
                clearButtonProps={{ "aria-label": t("anyClaim") }}
                data={CLAIMS.map((value) => ({ value, label: t(`claim_${value}`) }))}
                value={claim}
                onChange={(value) => setClaim(CLAIMS.find((one) => one === value) ?? null)}
              />
              <Checkbox
                mb={8}
                label={t("onlyBarred")}
                checked={isBarredOnly}
                onChange={(event) => setIsBarredOnly(event.currentTarget.checked)}
              />
            </Group>
          </Stack>
        </form>
      </search>
      <QueryView query={list} skeletonLines={8}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState
              title={t(isNarrowed ? "nothingTitle" : "emptyTitle")}
              text={t(isNarrowed ? "nothingText" : "emptyText")}
            />
          ) : (
            <Stack gap="sm">
              <Group justify="space-between" mih={36}>
                <Text size="sm" c="dimmed" aria-live="polite">
                  {places.size > 0
                    ? t("selected", { count: places.size })
                    : t("shown", { count: rows.length })}
                </Text>
                {mayBar && rows.some(({ place }) => place !== null) && (
                  <BarPlaces places={[...places]} onBarred={() => setPlaces(new Set())} />
                )}
              </Group>
              {!mayBar && (
                <Text size="sm" c="dimmed">
                  {t("mayNotBar")}
                </Text>
              )}
              {mayBar && rows.every(({ place }) => place === null) && (
                <Text size="sm" c="dimmed">
                  {t("noBarYet")}
                </Text>
              )}
              <Paper withBorder radius="lg" p="xs">
                <RegistrationTable
                  rows={rows}
                  label={t("title")}
                  selection={
                    mayBar && rows.some(({ place }) => place !== null)
                      ? { places, onChange: setPlaces }
                      : undefined
                  }
                />
              </Paper>
              <MoreButton query={list} />
            </Stack>
          )
        }
      </QueryView>
    </RegistrationsFrame>
  );
}
