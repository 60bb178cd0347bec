import {
  Alert,
  Button,
  type ButtonProps,
  Group,
  List,
  Modal,
  Progress,
  Select,
  Stack,
  Text,
  Textarea,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isProblem, type Schemas, send } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { type BarRun, barAll, isOver, placesInShort } from "./bar-run.ts";
import { useExplain } from "./problem-words.ts";
import { useSaleId } from "./registrations-frame.tsx";
import { registrationsTexts } from "./registrations-texts.ts";

const BAR_REASONS = [
  "duplicate_person",
  "automated_registration",
  "eligibility_not_met",
  "terms_violated",
  "payment_fraud",
] as const satisfies readonly Schemas["BarPlace"]["reason"][];

export interface BarPlacesProps extends ButtonProps {
  readonly places: readonly number[];
  readonly label?: string;
  /** Called with the places that are removed now. */
  readonly onBarred?: (places: readonly number[]) => void;
}

/** Removes places with a public reason: asks once for all, then tells how far it is. */
export function BarPlaces({ places, label, onBarred, ...button }: BarPlacesProps) {
  const t = useTexts(registrationsTexts);
  const explain = useExplain();
  const saleId = useSaleId();
  const queryClient = useQueryClient();
  const [isOpen, dialog] = useDisclosure();
  const [asked, setAsked] = useState<readonly number[]>([]);
  const [reason, setReason] = useState<Schemas["BarPlace"]["reason"]>("duplicate_person");
  const [note, setNote] = useState("");
  const [run, setRun] = useState<BarRun>();
  const open = () => {
    setAsked(places);
    setRun(undefined);
    dialog.open();
  };
  const start = async (some: readonly number[]) => {
    const { done } = await barAll(
      some,
      async (place) => {
        const { error } = await send
          .POST("/api/v1/sales/{saleId}/bars", {
            params: { path: { saleId } },
            body: { place, reason, note },
          })
          .catch((caught: unknown) => ({ error: caught }));
        return error;
      },
      setRun,
    );
    await queryClient.invalidateQueries();
    onBarred?.(done);
  };
  const isRunning = run !== undefined && !isOver(run);
  const whyOf = (problem: unknown) =>
    isProblem(problem) ? (explain(problem.code) ?? problem.title) : t("problem_lane_unavailable");
  return (
    <>
      <Button color="red" variant="light" {...button} disabled={places.length === 0} onClick={open}>
        {label ?? (places.length === 0 ? t("barNone") : t("bar", { count: places.length }))}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => {
          if (!isRunning) dialog.close();
        }}
        title={t("barQuestion", { count: asked.length })}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Stack>
          <Text size="sm">{t("barConsequence")}</Text>
          <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
            {t("barPlaces", { places: placesInShort(asked) })}
          </Text>
          {run === undefined && (
            <>
              <Select
                label={t("reason")}
                description={t("reasonHint")}
                data={BAR_REASONS.map((value) => ({ value, label: t(`reason_${value}`) }))}
                value={reason}
                allowDeselect={false}
                onChange={(value) => {
                  const chosen = BAR_REASONS.find((each) => each === value);
                  if (chosen !== undefined) setReason(chosen);
                }}
              />
              <Textarea
                label={t("note")}
                description={t("noteHint")}
                autosize
                minRows={2}
                maxLength={2_000}
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
            </>
          )}
          <div aria-live="polite">
            {run !== undefined && (
              <Stack gap="xs">
                <Text size="sm">
                  {isRunning
                    ? t("barProgress", {
                        done: run.done.length + run.failed.length,
                        total: run.total,
                      })
                    : t("barDone", { count: run.done.length })}
                </Text>
                <Progress
                  aria-label={t("barProgress", {
                    done: run.done.length + run.failed.length,
                    total: run.total,
                  })}
                  value={((run.done.length + run.failed.length) / Math.max(1, run.total)) * 100}
                />
                {run.failed.length > 0 && (
                  <Alert color="red" title={t("barFailed", { count: run.failed.length })}>
                    <List size="sm">
                      {run.failed.map(({ place, problem }) => (
                        <List.Item key={place}>
                          {t("placeOf", { place })}: {whyOf(problem)}
                        </List.Item>
                      ))}
                    </List>
                  </Alert>
                )}
              </Stack>
            )}
          </div>
          <Group justify="flex-end">
            <Button variant="default" disabled={isRunning} onClick={dialog.close}>
              {run === undefined ? t("cancel") : t("close")}
            </Button>
            {run === undefined || isRunning ? (
              <Button color="red" loading={isRunning} onClick={() => void start(asked)}>
                {t("bar", { count: asked.length })}
              </Button>
            ) : (
              run.failed.length > 0 && (
                <Button
                  color="red"
                  onClick={() => void start(run.failed.map(({ place }) => place))}
                >
                  {t("barTryRest")}
                </Button>
              )
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
