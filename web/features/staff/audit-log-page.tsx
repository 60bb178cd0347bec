import { Button, Stack, Text } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { NotAllowed } from "../../ui/not-allowed.tsx";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { ActionEntry } from "./action-entry.tsx";
import { type AuditFilter, auditQuery } from "./audit-filter.ts";
import { AuditFilters } from "./audit-filters.tsx";
import { auditTexts } from "./audit-texts.ts";

const PATH = "/console/staff/audit-log";
const route = getRouteApi(PATH);

/** What operators did, the newest first, narrowed down by the page's address. */
export function AuditLogPage() {
  const t = useTexts(auditTexts);
  const mayRead = useMay("audit:read");
  return (
    <Page title={t("title")} lead={t("lead")}>
      {mayRead ? <AuditLog /> : <NotAllowed />}
    </Page>
  );
}

function AuditLog() {
  const t = useTexts(auditTexts);
  const filter = route.useSearch();
  const navigate = useNavigate();
  const actions = api.useInfiniteQuery(
    "get",
    "/api/v1/audit-log",
    { params: { query: auditQuery(filter) } },
    {
      pageParamName: "cursor",
      initialPageParam: null,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    },
  );
  // Fields that are half filled in begin anew when everything is shown again.
  const [clearings, setClearings] = useState(0);
  const isNarrowed = Object.keys(filter).length > 0;
  const show = (search: AuditFilter) => void navigate({ to: PATH, search, replace: true });
  const clear = () => {
    setClearings(clearings + 1);
    show({});
  };
  return (
    <>
      <AuditFilters key={clearings} filter={filter} onChange={show} />
      <QueryView query={actions} skeletonLines={8}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.actions);
          if (entries.length === 0 && isNarrowed) {
            const action = (
              <Button variant="default" onClick={clear}>
                {t("clear")}
              </Button>
            );
            return <EmptyState title={t("nothingTitle")} text={t("nothingText")} action={action} />;
          }
          if (entries.length === 0) {
            return <EmptyState title={t("emptyTitle")} text={t("emptyText")} />;
          }
          return (
            <Stack gap="sm">
              <Text size="sm" c="dimmed" aria-live="polite">
                {t("found", { shown: formatNumber(entries.length) })}
              </Text>
              {entries.map((entry) => (
                <ActionEntry key={entry.sequence} entry={entry} />
              ))}
              <MoreButton query={actions} />
            </Stack>
          );
        }}
      </QueryView>
    </>
  );
}
