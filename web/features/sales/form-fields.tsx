import "@mantine/dates/styles.layer.css";
import "dayjs/locale/zh-cn";
import { Checkbox, NumberInput, TextInput } from "@mantine/core";
import { DatesProvider, DateTimePicker } from "@mantine/dates";
import { type ReactNode, useId } from "react";
import { formatDate, formatDateTime } from "../../ui/formats.ts";
import { language, useTexts } from "../../ui/language.ts";
import { fromLocal } from "./local-times.ts";
import { saleFormTexts } from "./sale-form-texts.ts";
import type { SaleForm } from "./sale-form.ts";
import type { SaleFormControl } from "./use-sale-form.ts";
import { firstDayOfWeek } from "./week-start.ts";

type FieldsOf<Value> = {
  [Field in keyof SaleForm]: Value extends SaleForm[Field] ? Field : never;
}[keyof SaleForm];

interface FieldProps<Name> {
  readonly control: SaleFormControl;
  readonly name: Name;
  readonly label: string;
  readonly why?: ReactNode;
}

type TextField = "english" | "chinese" | "depositAmount";

export function NameField({ control, name, label, why }: FieldProps<TextField>) {
  return (
    <TextInput
      label={label}
      description={why}
      value={control.form[name]}
      maxLength={name === "depositAmount" ? 20 : 250}
      inputMode={name === "depositAmount" ? "decimal" : "text"}
      error={control.errorAt(name)}
      onChange={(event) => control.set(name, event.currentTarget.value)}
      onBlur={() => control.visit(name)}
    />
  );
}

type NumberField = Exclude<FieldsOf<number>, undefined>;

export function NumberField({ control, name, label, why }: FieldProps<NumberField>) {
  return (
    <NumberInput
      label={label}
      description={why}
      value={control.form[name]}
      min={0}
      thousandSeparator=","
      hideControls
      inputMode="decimal"
      error={control.errorAt(name)}
      onChange={(value) => control.set(name, value)}
      onBlur={() => control.visit(name)}
    />
  );
}

type SwitchField = "asksForWork" | "asksForAge" | "asksForPurchase" | "asksForDeposit";

export function TickField({ control, name, label, why }: FieldProps<SwitchField>) {
  return (
    <Checkbox
      label={label}
      description={why}
      checked={control.form[name]}
      error={control.errorAt(name)}
      onChange={(event) => control.set(name, event.currentTarget.checked)}
    />
  );
}

export interface MomentFieldProps {
  readonly label: string;
  readonly why?: string | undefined;
  /** `YYYY-MM-DD HH:mm:ss` by the browser's clock. */
  readonly value: string | null;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
  readonly onChange: (value: string | null) => void;
}

/** A date with a time of day, or none. */
export function MomentField({ why, error, ...field }: MomentFieldProps) {
  const t = useTexts(saleFormTexts);
  // The calendar that opens is named by the field; the library expects this id there.
  const id = useId();
  const locale = language === "en" ? "en" : "zh-cn";
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: firstDayOfWeek(), weekendDays: [] }}>
      <DateTimePicker
        {...field}
        id={id}
        popoverProps={{ id }}
        hideOutsideDates
        monthLabelFormat={language === "en" ? "MMMM YYYY" : "YYYY年M月"}
        yearLabelFormat={language === "en" ? "YYYY" : "YYYY年"}
        getDayAriaLabel={(day) => formatDate(`${day.slice(0, 10)}T12:00:00`)}
        description={why}
        error={error}
        placeholder={t("noDate")}
        clearable
        clearButtonProps={{ "aria-label": t("clear"), tabIndex: 0 }}
        valueFormat={(value) => formatDateTime(fromLocal(value) ?? value)}
        defaultTimeValue="10:00"
        timePickerProps={{
          hoursInputLabel: t("hours"),
          minutesInputLabel: t("minutes"),
        }}
        submitButtonProps={{ "aria-label": t("pickTime") }}
        ariaLabels={{
          nextMonth: t("nextMonth"),
          previousMonth: t("previousMonth"),
          nextYear: t("nextYear"),
          previousYear: t("previousYear"),
          nextDecade: t("nextDecade"),
          previousDecade: t("previousDecade"),
        }}
      />
    </DatesProvider>
  );
}
