import { Text, Timeline } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { Schemas } from "../../api/client.ts";
import { formatDateTime } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { overviewTexts } from "./overview-texts.ts";
import { type StepAt, stepsOf } from "./sale-steps.ts";

/** The steps of the sale's life: what is done, where it is, and when the rest comes. */
export function SaleTimeline({ sale }: { readonly sale: Schemas["Sale"] }) {
  const t = useTexts(overviewTexts);
  const steps = stepsOf(sale);
  const isCancelled = sale.state === "cancelled";
  return (
    <Timeline
      active={steps.findIndex(({ isCurrent }) => isCurrent)}
      bulletSize={22}
      lineWidth={2}
      aria-live="polite"
    >
      {steps.map((step) => (
        <Timeline.Item
          key={step.step}
          bullet={step.isPast ? <IconCheck size={12} aria-label={t("done")} /> : undefined}
          title={
            <Text size="sm" fw={step.isCurrent ? 700 : 500}>
              {t(`step_${step.step}`)}
              {step.isCurrent && ` (${t("now")})`}
            </Text>
          }
        >
          {!isCancelled && (
            <Text size="sm" c="dimmed">
              <When step={step} />
            </Text>
          )}
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

function When({ step: { step, at, isPast, isCurrent } }: { readonly step: StepAt }) {
  const t = useTexts(overviewTexts);
  if (at !== null) return formatDateTime(at);
  // When something was done by hand stands in the audit log, not on the sale.
  if (isPast || isCurrent) return "";
  return t(step === "registering" ? "onPublication" : "byHand");
}
