import { Paper, SimpleGrid, Stack, Text, Timeline, Title } from "@mantine/core";
import { formatDateTime, formatFromNow, timeZone } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { MomentField } from "./form-fields.tsx";
import { consequencesOf } from "./date-consequences.ts";
import { saleFormTexts } from "./sale-form-texts.ts";
import type { SaleFormControl } from "./use-sale-form.ts";

type DateField = "registrationOpensAt" | "registrationClosesAt" | "opensAt" | "endsAt";

/** When things happen, in order, and what follows from it. */
export function DatesSection({ control }: { readonly control: SaleFormControl }) {
  const t = useTexts(saleFormTexts);
  const { form } = control;
  const isDrawnByHand = (field: DateField) =>
    field === "registrationClosesAt" && form.kind === "draw" && form.drawMode === "beaconless";
  const fields: readonly DateField[] =
    form.kind === "draw"
      ? ["registrationOpensAt", "registrationClosesAt", "opensAt", "endsAt"]
      : ["registrationOpensAt", "opensAt", "endsAt"];
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="dates">
      <Stack>
        <div>
          <Title order={2} size="h4" id="dates">
            {t("dates")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("zone", { zone: timeZone })}
          </Text>
        </div>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {fields.map((field) => (
            <MomentField
              key={field}
              label={t(field)}
              why={t(isDrawnByHand(field) ? "registrationClosesAt_hand" : `${field}_why`)}
              value={form[field]}
              error={control.errorAt(field)}
              onChange={(value) => control.set(field, value)}
            />
          ))}
        </SimpleGrid>
        <Title order={3} size="h5">
          {t("follows")}
        </Title>
        <Timeline bulletSize={14} lineWidth={2} aria-live="polite">
          {consequencesOf(form).map(({ event, at, byHand }) => (
            <Timeline.Item
              key={event}
              title={
                <Text size="sm" fw={600}>
                  {t(`follows_${event}`)}
                </Text>
              }
            >
              <Text size="sm" c="dimmed">
                {at === null
                  ? t(`follows_${byHand}`)
                  : `${formatDateTime(at)} · ${formatFromNow(at)}`}
              </Text>
            </Timeline.Item>
          ))}
        </Timeline>
      </Stack>
    </Paper>
  );
}
