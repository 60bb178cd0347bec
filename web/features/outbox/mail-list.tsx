import { Button, Group, Input, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useTexts } from "../../ui/language.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { MailCard } from "./mail-card.tsx";
import { outboxTexts } from "./outbox-texts.ts";

const STATES = ["all", "waiting", "sent", "failed"] as const;

type State = (typeof STATES)[number];

const TYPED_WITHIN_MS = 300;

/** The mails, narrowed down by state and recipient. */
export function MailList({ isSetUp }: { readonly isSetUp: boolean }) {
  const t = useTexts(outboxTexts);
  const [state, setState] = useState<State>("all");
  const [typed, setTyped] = useState("");
  const [recipient] = useDebouncedValue(typed.trim(), TYPED_WITHIN_MS);
  const query = {
    ...(state !== "all" && { state }),
    ...(recipient !== "" && { recipient }),
  };
  const mails = api.useInfiniteQuery(
    "get",
    "/api/v1/mails",
    { params: { query } },
    {
      pageParamName: "cursor",
      initialPageParam: null,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    },
  );
  const showAll = () => {
    setState("all");
    setTyped("");
  };
  return (
    <>
      <Group align="flex-end" gap="md">
        <Stack gap={0}>
          <Input.Label labelElement="div" aria-hidden>
            {t("state")}
          </Input.Label>
          <SegmentedControl
            aria-label={t("state")}
            data={STATES.map((value) => ({ value, label: t(`state_${value}`) }))}
            value={state}
            onChange={setState}
          />
        </Stack>
        <TextInput
          label={t("recipient")}
          placeholder={t("recipientHint")}
          type="search"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </Group>
      <QueryView query={mails} skeletonLines={6}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0 && (state !== "all" || recipient !== "")) {
            const action = (
              <Button variant="default" onClick={showAll}>
                {t("everything")}
              </Button>
            );
            return <EmptyState title={t("nothingTitle")} text={t("nothingText")} action={action} />;
          }
          if (items.length === 0) {
            return <EmptyState title={t("emptyTitle")} text={t("emptyText")} />;
          }
          return (
            <Stack gap="sm">
              {items.map((mail) => (
                <MailCard key={mail.id} mail={mail} isSetUp={isSetUp} />
              ))}
              <MoreButton query={mails} />
            </Stack>
          );
        }}
      </QueryView>
    </>
  );
}
