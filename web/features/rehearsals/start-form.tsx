import {
  Alert,
  Anchor,
  Button,
  Checkbox,
  Group,
  NumberInput,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { IconCpu, IconPlayerPlay } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { api, isProblem } from "../../api/client.ts";
import { formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { uiTexts } from "../../ui/ui-texts.ts";
import { checkDraft, type Draft, FANS_MOST, KILLS_MOST, presets } from "./draft.ts";
import { type Earlier, estimateRehearsal } from "./estimate.ts";
import { rehearsalsTexts } from "./rehearsals-texts.ts";
import { explainIn, sayDuration } from "./speech.ts";
import type { Summary } from "./use-rehearsals.ts";

export interface StartFormProps {
  /** The rehearsals that are known already, newest first. */
  readonly known: readonly Summary[];
}

export function StartForm({ known }: StartFormProps) {
  const t = useTexts(rehearsalsTexts);
  const ui = useTexts(uiTexts);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const search = useSearch({ from: "/console/rehearsals" });
  const form = useForm<Draft>({
    initialValues: { ...presets.small, ...search },
    validateInputOnChange: true,
    validate: (draft) =>
      Object.fromEntries(
        Object.entries(checkDraft(draft)).map(([field, code]) => [field, t(code)]),
      ),
  });
  const start = api.useMutation("post", "/api/v1/rehearsals");
  const running = known.find(({ state }) => state === "running");
  const draft = form.values;
  const isRight = Object.keys(checkDraft(draft)).length === 0;
  const send = (evenSo: boolean) => {
    const body = {
      ...draft,
      fans: Number(draft.fans),
      units: Number(draft.units),
      kills: Number(draft.kills),
      evenSo,
    };
    start.mutate(
      { body },
      {
        onSuccess: ({ id }) => {
          notifications.show({
            message: t("started"),
            closeButtonProps: { "aria-label": ui("close") },
          });
          void queries.invalidateQueries({ queryKey: ["get", "/api/v1/rehearsals"] });
          void navigate({
            to: "/console/rehearsals/$rehearsalId",
            params: { rehearsalId: id },
          });
        },
      },
    );
  };
  return (
    <Paper withBorder p="lg" radius="lg">
      <form noValidate onSubmit={form.onSubmit(() => send(false))}>
        <Stack>
          <Title order={2} size="h4">
            {t("formTitle")}
          </Title>
          <Group component="fieldset" gap="xs" m={0} p={0} bd={0} miw={0} aria-label={t("presets")}>
            {(["small", "launchDay"] as const).map((name) => (
              <Button
                key={name}
                variant="default"
                size="sm"
                h="auto"
                py={8}
                styles={{ label: { whiteSpace: "normal" } }}
                onClick={() => form.setValues(presets[name])}
              >
                {t(`preset_${name}`)}
              </Button>
            ))}
          </Group>
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <NumberInput
              label={t("fans")}
              description={t("fansHint")}
              inputWrapperOrder={["label", "input", "error", "description"]}
              thousandSeparator=","
              allowDecimal={false}
              allowNegative={false}
              min={1}
              max={FANS_MOST}
              clampBehavior="none"
              hideControls
              {...form.getInputProps("fans")}
            />
            <NumberInput
              label={t("units")}
              description={t("unitsHint")}
              inputWrapperOrder={["label", "input", "error", "description"]}
              thousandSeparator=","
              allowDecimal={false}
              allowNegative={false}
              min={1}
              max={FANS_MOST}
              clampBehavior="none"
              hideControls
              {...form.getInputProps("units")}
            />
            <NumberInput
              label={t("kills")}
              description={t("killsHint")}
              inputWrapperOrder={["label", "input", "error", "description"]}
              allowDecimal={false}
              allowNegative={false}
              min={0}
              max={KILLS_MOST}
              clampBehavior="none"
              {...form.getInputProps("kills")}
            />
          </SimpleGrid>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Checkbox
              label={t("pays")}
              description={t("paysHint")}
              iconColor="var(--on-accent)"
              {...form.getInputProps("pays", { type: "checkbox" })}
            />
            <Checkbox
              label={t("preload")}
              description={t("preloadHint")}
              iconColor="var(--on-accent)"
              {...form.getInputProps("preload", { type: "checkbox" })}
            />
          </SimpleGrid>
          <Alert color="gray" variant="light" bg="var(--sunken)" icon={<IconCpu aria-hidden />}>
            <Text size="sm">{t("takesCores")}</Text>
            {isRight && <EstimateLine draft={draft} known={known} />}
          </Alert>
          <ProblemAlert error={start.error} explain={explainIn(t)} />
          <Group gap="md">
            <Button
              type="submit"
              leftSection={<IconPlayerPlay size={18} aria-hidden />}
              loading={start.isPending}
              disabled={running !== undefined}
            >
              {t("start")}
            </Button>
            {isProblem(start.error) && start.error.code === "sale_near" && (
              <Button variant="default" onClick={() => send(true)} loading={start.isPending}>
                {t("anyway")}
              </Button>
            )}
            {running !== undefined && (
              <Text size="sm">
                {t("busy")}{" "}
                <Anchor
                  component={Link}
                  inherit
                  underline="always"
                  to={`/console/rehearsals/${running.id}`}
                >
                  {t("toRunning")}
                </Anchor>
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

interface EstimateLineProps extends StartFormProps {
  readonly draft: Draft;
}

function EstimateLine({ draft, known }: EstimateLineProps) {
  const t = useTexts(rehearsalsTexts);
  const wanted = { fans: Number(draft.fans), pays: draft.pays };
  const estimate = estimateRehearsal(wanted, known.flatMap(earlierOf));
  const duration = sayDuration(t, estimate.seconds);
  const memory =
    estimate.memoryMb === null
      ? undefined
      : t("megabytes", { value: formatNumber(estimate.memoryMb) });
  return (
    <Text size="sm" mt={4} aria-live="polite">
      {memory === undefined
        ? t("estimate", { duration })
        : t("estimateMemory", { duration, memory })}
      {" · "}
      {t(estimate.isMeasured ? "estimateMeasured" : "estimateReference")}
    </Text>
  );
}

function earlierOf({ state, options, startedAt, endedAt, figures }: Summary): Earlier[] {
  if (state !== "done" || endedAt === null) return [];
  const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  return [
    {
      fans: options.fans,
      pays: options.pays,
      seconds,
      memoryMb: figures?.["serverPeakRssMb"] ?? null,
    },
  ];
}
