import { Anchor, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { formatFromNow } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import { consoleHomeTexts } from "./console-home-texts.ts";
import { isStep, placeOf, type StepKind, takeStep } from "./task-actions.ts";

const KNOWN = [
  "wrong_sale_state",
  "registration_not_over",
  "beacon_unavailable",
  "beacon_round_not_yet",
  "lane_elsewhere",
  "permission_missing",
] as const;

export interface TaskCardProps {
  readonly task: Schemas["Task"];
  /** When the list was asked for, in ms since 1970. */
  readonly nowMs: number;
}

/** One thing that waits, and the way to have it done. */
export function TaskCard({ task, nowMs }: TaskCardProps) {
  const t = useTexts(consoleHomeTexts);
  const { kind, sale, count } = task;
  const title = isCounted(kind) ? t(kind, { count }) : t(kind);
  const action = isStep(kind) ? (
    sale !== null && <StepButton kind={kind} saleId={sale.id} />
  ) : (
    <PlaceLink to={placeOf(kind, sale?.id)} isFirst={task.level === "live"}>
      {t(`${kind}_action`)}
    </PlaceLink>
  );
  return (
    <Card
      title={title}
      text={t(`${kind}_text`)}
      about={
        <>
          {sale !== null && (
            <Anchor component={Link} to={`/console/sales/${sale.id}`} size="sm">
              {nameIn(sale.names)}
            </Anchor>
          )}
          <When task={task} nowMs={nowMs} />
        </>
      }
      action={action}
    />
  );
}

const COUNTED = [
  "appeals_open",
  "payments_stuck",
  "refunds_stuck",
  "refunds_failed",
  "deposits_stuck",
] as const;

function isCounted(kind: Schemas["Task"]["kind"]): kind is (typeof COUNTED)[number] {
  return COUNTED.some((each) => each === kind);
}

export interface CardProps {
  readonly title: string;
  readonly text: string;
  /** What it is about, and since when. */
  readonly about?: ReactNode;
  readonly action: ReactNode;
}

export function Card({ title, text, about, action }: CardProps) {
  return (
    <Paper component="li" withBorder p="md" radius="lg">
      <Group justify="space-between" gap="md">
        <Stack gap={4} flex="1 1 16rem">
          <Text fw={600}>{title}</Text>
          <Text size="sm" c="dimmed">
            {text}
          </Text>
          {about !== undefined && <Group gap="md">{about}</Group>}
        </Stack>
        {action}
      </Group>
    </Paper>
  );
}

/** When it is to be done, else since when it waits. */
function When({ task: { since, dueAt }, nowMs }: TaskCardProps) {
  const t = useTexts(consoleHomeTexts);
  const at = dueAt ?? since;
  if (at === null) return null;
  const time = formatFromNow(at, nowMs);
  const isOver = Date.parse(at) < nowMs;
  return (
    <Text size="sm" c="dimmed">
      {dueAt === null ? time : t(isOver ? "overdue" : "due", { time })}
    </Text>
  );
}

interface PlaceLinkProps {
  readonly to: string;
  readonly isFirst?: boolean;
  readonly children: ReactNode;
}

/** Pages of the server are left for; the console's own open in place. */
export function PlaceLink({ to, isFirst = false, children }: PlaceLinkProps) {
  const variant = isFirst ? "filled" : "default";
  if (to.startsWith("/console")) {
    return (
      <Button component={Link} to={to} variant={variant}>
        {children}
      </Button>
    );
  }
  return (
    <Button component="a" href={to} variant={variant}>
      {children}
    </Button>
  );
}

/** Done in place, after a question. */
function StepButton({ kind, saleId }: { readonly kind: StepKind; readonly saleId: string }) {
  const t = useTexts(consoleHomeTexts);
  const queries = useQueryClient();
  return (
    <ConfirmButton
      label={t(`${kind}_action`)}
      question={t(`${kind}_question`)}
      consequence={t(`${kind}_consequence`)}
      explain={(code) => {
        const known = KNOWN.find((each) => each === code);
        return known && t(`problem_${known}`);
      }}
      onConfirm={async () => {
        await takeStep(kind, saleId);
        notifications.show({ message: t("done"), color: "green" });
        await queries.invalidateQueries();
      }}
    />
  );
}
