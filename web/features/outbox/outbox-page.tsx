import { Button, SimpleGrid } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Schemas } from "../../api/client.ts";
import { formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { NotAllowed } from "../../ui/not-allowed.tsx";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { Tile } from "../../ui/tile.tsx";
import { MailList } from "./mail-list.tsx";
import { NotSetUpNotice } from "./not-set-up-notice.tsx";
import { outboxTexts } from "./outbox-texts.ts";

/** What was mailed, and what could not be. */
export function OutboxPage() {
  const t = useTexts(outboxTexts);
  const mayRead = useMay("mails:read");
  return (
    <Page title={t("title")} lead={t("lead")} actions={mayRead ? <LookAgain /> : undefined}>
      {mayRead ? <Outbox /> : <NotAllowed />}
    </Page>
  );
}

function LookAgain() {
  const t = useTexts(outboxTexts);
  const queryClient = useQueryClient();
  const [isLooking, setIsLooking] = useState(false);
  const look = async () => {
    setIsLooking(true);
    await queryClient.invalidateQueries();
    setIsLooking(false);
  };
  return (
    <Button
      variant="default"
      loading={isLooking}
      leftSection={<IconRefresh size={18} aria-hidden />}
      onClick={() => void look()}
    >
      {t("refresh")}
    </Button>
  );
}

function Outbox() {
  const figures = api.useQuery("get", "/api/v1/mails/figures");
  return (
    <QueryView query={figures} skeletonLines={3}>
      {(data) => (
        <>
          {!data.isSetUp && <NotSetUpNotice />}
          <Figures figures={data} />
          <MailList isSetUp={data.isSetUp} />
        </>
      )}
    </QueryView>
  );
}

function Figures({ figures }: { readonly figures: Schemas["MailFigures"] }) {
  const t = useTexts(outboxTexts);
  const names = ["waiting", "sentLastDay", "failed"] as const;
  return (
    <SimpleGrid component="dl" m={0} cols={{ base: 1, xs: 3 }} aria-label={t("figures")}>
      {names.map((name) => (
        <Tile
          key={name}
          label={t(name)}
          value={formatNumber(figures[name])}
          isAlarming={name === "failed" && figures.failed > 0}
        />
      ))}
    </SimpleGrid>
  );
}
