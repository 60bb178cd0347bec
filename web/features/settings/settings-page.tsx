import { Alert, Stack } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { api } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { SettingsSections } from "./settings-sections.tsx";
import { settingsTexts } from "./settings-texts.ts";

/** What the brand sets for its whole site. */
export function SettingsPage() {
  const t = useTexts(settingsTexts);
  const may = useMay("settings:write");
  // The form begins from what is newest, and then stands still under the hands of who types.
  const query = api.useQuery(
    "get",
    "/api/v1/settings",
    {},
    { refetchOnMount: "always", refetchOnWindowFocus: false, refetchOnReconnect: false },
  );
  const fresh = { ...query, data: query.isFetchedAfterMount ? query.data : undefined };
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Stack gap="lg" maw="60rem">
        {!may && (
          <Alert color="gray" icon={<IconLock aria-hidden />}>
            {t("readOnly")}
          </Alert>
        )}
        <QueryView query={fresh} skeletonLines={14}>
          {(settings) => <SettingsSections settings={settings} may={may} />}
        </QueryView>
      </Stack>
    </Page>
  );
}
