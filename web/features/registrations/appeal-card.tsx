import { Group, Paper, Stack, Text, Textarea, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Schemas, send } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { formatDateTime, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { AnchorLink } from "../../ui/anchor-link.tsx";
import { EvidenceTable } from "./evidence-table.tsx";
import { useExplain } from "./problem-words.ts";
import { useSaleId } from "./registrations-frame.tsx";
import { registrationsTexts } from "./registrations-texts.ts";

type Appeal = Schemas["AppealPage"]["items"][number];

/** A fan's words beside what is known, and the two ways to decide. */
export function AppealCard({
  appeal,
  note,
}: {
  readonly appeal: Appeal;
  /** What the staff noted at the removal. */
  readonly note: string | undefined;
}) {
  const t = useTexts(registrationsTexts);
  const explain = useExplain();
  const saleId = useSaleId();
  const queryClient = useQueryClient();
  const [answer, setAnswer] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const named = { place: formatNumber(appeal.place) };
  const decide = async (decision: "uphold" | "restore") => {
    if (decision === "uphold" && answer.trim() === "") {
      setIsMissing(true);
      throw { code: "answer_needed", detail: t("answerNeeded") };
    }
    const { error } = await send.PUT("/api/v1/sales/{saleId}/appeals/{appealId}/decision", {
      params: { path: { saleId, appealId: appeal.id } },
      body: { decision, answer: answer.trim() },
    });
    if (error !== undefined) throw error;
    notifications.show({ message: decision === "uphold" ? t("upheld") : t("restored", named) });
    await queryClient.invalidateQueries();
  };
  const reply = (
    <Textarea
      label={t("answer")}
      description={t("answerHint")}
      autosize
      minRows={3}
      maxLength={4_000}
      value={answer}
      error={isMissing && answer.trim() === "" ? t("answerNeeded") : undefined}
      onChange={(event) => setAnswer(event.currentTarget.value)}
    />
  );
  return (
    <Paper component="article" withBorder radius="lg" p="md" aria-label={t("placeOf", named)}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={3} size="h4">
            {t("placeOf", named)}
          </Title>
          <Text size="sm" c="dimmed">
            {t("madeAt", { time: formatDateTime(appeal.madeAt) })}
          </Text>
        </Group>
        <Text size="sm">{t("removedFor", { reason: t(`reason_${appeal.reason}`) })}</Text>
        {note !== undefined && note !== "" && (
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {t("noteWas", { note })}
          </Text>
        )}
        <Paper bg="var(--sunken)" radius="md" p="md">
          <Text size="sm" c="dimmed">
            {t("fanWords")}
          </Text>
          <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{appeal.text}</Text>
        </Paper>
        <EvidenceOf place={appeal.place} />
        <Group>
          <ConfirmButton
            label={t("restoreAppeal")}
            question={t("restoreQuestion", named)}
            consequence={t("restoreConsequence")}
            explain={explain}
            onConfirm={() => decide("restore")}
          >
            {reply}
          </ConfirmButton>
          <ConfirmButton
            variant="default"
            label={t("uphold")}
            question={t("upholdQuestion", named)}
            consequence={t("upholdConsequence")}
            explain={explain}
            onConfirm={() => decide("uphold")}
          >
            {reply}
          </ConfirmButton>
        </Group>
      </Stack>
    </Paper>
  );
}

/** What speaks against the registration at a place. */
function EvidenceOf({ place }: { readonly place: number }) {
  const t = useTexts(registrationsTexts);
  const saleId = useSaleId();
  const found = api.useQuery("get", "/api/v1/sales/{saleId}/registrations", {
    params: { path: { saleId }, query: { search: String(place), limit: 2 } },
  });
  const number = found.data?.items.find((row) => row.place === place)?.number;
  const detail = api.useQuery(
    "get",
    "/api/v1/sales/{saleId}/registrations/by-number/{number}",
    { params: { path: { saleId, number: number ?? 0 } } },
    { enabled: number !== undefined },
  );
  if (number === undefined) return null;
  const [strongest] = detail.data?.clusters ?? [];
  return (
    <Stack gap="xs">
      {strongest !== undefined && (
        <EvidenceTable evidence={strongest.evidence} label={t(`evidence_${strongest.reason}`)} />
      )}
      {detail.data !== undefined && strongest === undefined && (
        <Text size="sm" c="dimmed">
          {t("noClusters")}
        </Text>
      )}
      <AnchorLink
        size="sm"
        to="/console/sales/$saleId/registrations/$number"
        params={{ saleId, number: String(number) }}
      >
        {t("seeRegistration")}
      </AnchorLink>
    </Stack>
  );
}
