import "@mantine/dates/styles.layer.css";
import "dayjs/locale/zh-cn";
import { Select, SimpleGrid, TextInput } from "@mantine/core";
import { DatePickerInput, DatesProvider } from "@mantine/dates";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { timeZone } from "../../ui/formats.ts";
import { language, useTexts } from "../../ui/language.ts";
import { wordsOfAction } from "./action-texts.ts";
import type { AuditFilter } from "./audit-filter.ts";
import { auditTexts } from "./audit-texts.ts";

export interface AuditFiltersProps {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
}

const TYPED_WITHIN_MS = 400;

/** Fields stand in one line, whether they are described or not. */
const DESCRIBED = ["label", "input", "description", "error"] as ("label" | "input")[];

/** Who, what, to what and when. */
export function AuditFilters({ filter, onChange }: AuditFiltersProps) {
  const t = useTexts(auditTexts);
  const choices = api.useQuery("get", "/api/v1/audit-log/filters");
  const [subject, setSubject] = useState(filter.subject ?? "");
  /** What is empty leaves the address. */
  const change = (changes: Readonly<Record<string, string | null>>) => {
    const entries = Object.entries({ ...filter, ...changes });
    onChange(Object.fromEntries(entries.filter(([, value]) => value !== null && value !== "")));
  };
  const changeSubject = useDebouncedCallback(
    (text: string) => change({ subject: text.trim() }),
    TYPED_WITHIN_MS,
  );
  return (
    <DatesProvider settings={{ locale: language === "zh-Hans" ? "zh-cn" : "en" }}>
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} component="section" aria-label={t("filters")}>
        <Select
          label={t("operator")}
          placeholder={t("anybody")}
          data={(choices.data?.operators ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.operatorId ?? null}
          searchable
          clearable
          clearButtonProps={{ "aria-label": t("anybody") }}
          onChange={(operatorId) => change({ operatorId })}
        />
        <Select
          label={t("action")}
          placeholder={t("anything")}
          data={(choices.data?.actions ?? []).map((action) => ({
            value: action,
            label: wordsOfAction(action) ?? action,
          }))}
          value={filter.action ?? null}
          searchable
          clearable
          clearButtonProps={{ "aria-label": t("anything") }}
          onChange={(action) => change({ action })}
        />
        <TextInput
          label={t("subject")}
          description={t("subjectHint")}
          inputWrapperOrder={DESCRIBED}
          value={subject}
          onChange={({ currentTarget: { value } }) => {
            setSubject(value);
            changeSubject(value);
          }}
        />
        <DatePickerInput
          type="range"
          allowSingleDateInRange
          label={t("days")}
          placeholder={t("anyTime")}
          description={t("daysHint", { zone: timeZone })}
          inputWrapperOrder={DESCRIBED}
          value={[filter.from ?? null, filter.to ?? null]}
          clearable
          clearButtonProps={{ "aria-label": t("anyTime") }}
          onChange={([from, to]) => change({ from, to })}
        />
      </SimpleGrid>
    </DatesProvider>
  );
}
