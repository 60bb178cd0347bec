import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import { useTexts } from "../../ui/language.ts";
import { LeaveGuard } from "../../ui/leave-guard.tsx";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { explainSaleFailure } from "./failure-texts.ts";
import { AdvancedSection } from "./form-advanced.tsx";
import { DatesSection } from "./form-dates.tsx";
import { KindSection, NamesSection } from "./form-kind.tsx";
import { UnitsSection } from "./form-units.tsx";
import { saleFormTexts } from "./sale-form-texts.ts";
import type { SaleForm } from "./sale-form.ts";
import { useSaleForm } from "./use-sale-form.ts";
import type { VariantChoice } from "./variant-choices.ts";

export interface SaleFormViewProps {
  readonly initial: SaleForm;
  readonly choices: readonly VariantChoice[];
  readonly isKindFixed?: boolean;
  readonly submitLabel: string;
  /** Buttons beside the one that saves. */
  readonly others?: ReactNode;
  /** @throws the problem document of a refusal */
  readonly onSave: (form: SaleForm) => Promise<void>;
  /** Once it is saved and the form knows. */
  readonly onSaved: () => void;
}

/** All terms of a sale; tells at each field what is wrong with it while somebody types. */
export function SaleFormView(props: SaleFormViewProps) {
  const { initial, choices, isKindFixed = false, submitLabel, others, onSave, onSaved } = props;
  const t = useTexts(saleFormTexts);
  const control = useSaleForm(initial, (id) => choices.find((row) => row.id === id)?.currencies);
  const [error, setError] = useState<unknown>();
  const [isBusy, setIsBusy] = useState(false);
  // Read when somebody leaves, which may be before the next drawing of the page.
  const isSaved = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  const save = async () => {
    setError(undefined);
    if (!control.check()) {
      showFirstProblem(form.current);
      return;
    }
    setIsBusy(true);
    try {
      await onSave(control.form);
      control.keep();
      isSaved.current = true;
      onSaved();
      isSaved.current = false;
    } catch (caught) {
      setError(caught);
      if (control.refuse(caught)) showFirstProblem(form.current);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="lg" maw="56rem">
        <NamesSection control={control} />
        <KindSection control={control} isKindFixed={isKindFixed} />
        <UnitsSection control={control} choices={choices} />
        <DatesSection control={control} />
        <AdvancedSection control={control} />
        <ProblemAlert error={error} explain={explainSaleFailure} />
        <Paper withBorder p="md" pos="sticky" bottom={0}>
          <Group justify="space-between">
            <Text size="sm" c={control.toMend > 0 ? "var(--alarm)" : "dimmed"} aria-live="polite">
              {control.toMend > 0
                ? t("toMend", { count: control.toMend })
                : control.isDirty
                  ? t("unsaved")
                  : ""}
            </Text>
            <Group gap="sm">
              {others}
              <Button type="submit" loading={isBusy}>
                {submitLabel}
              </Button>
            </Group>
          </Group>
        </Paper>
      </Stack>
      <LeaveGuard isDirty={() => control.isDirty && !isSaved.current} />
    </form>
  );
}

/** Brings the keyboard to the first field with a problem, once the page shows it. */
function showFirstProblem(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    form?.querySelector<HTMLElement>("[aria-invalid='true'], [data-error='true']")?.focus();
  });
}
