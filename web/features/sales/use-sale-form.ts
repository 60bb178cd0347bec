import { useState } from "react";
import { isProblem } from "../../api/client.ts";
import { type Say, useTexts } from "../../ui/language.ts";
import { formProblemTexts } from "./form-problem-texts.ts";
import { refusedFields } from "./refused-fields.ts";
import {
  findFormProblems,
  type FormProblem,
  type FormProblems,
  type FormSurroundings,
} from "./sale-form-problems.ts";
import type { SaleForm, VariantRow } from "./sale-form.ts";
import { useNowMs } from "./use-now.ts";

/** What the fields of the form work with. */
export interface SaleFormControl {
  readonly form: SaleForm;
  readonly isDirty: boolean;
  set<Field extends keyof SaleForm>(field: Field, value: SaleForm[Field]): void;
  setVariant(index: number, change: Partial<VariantRow>): void;
  /** What is wrong with a field in words, once somebody has been there; else undefined. */
  errorAt(field: string): string | undefined;
  /** To be called when somebody leaves a field. */
  visit(field: string): void;
  /** How many fields keep the form from being saved, once that was tried. */
  readonly toMend: number;
  /** Shows everything that is wrong. @returns whether nothing is */
  check(): boolean;
  /** Shows a refusal at the fields that it names. @returns whether it named any */
  refuse(error: unknown): boolean;
  /** What is in the form has been saved. */
  keep(): void;
}

export function useSaleForm(
  initial: SaleForm,
  currenciesOf: FormSurroundings["currenciesOf"],
): SaleFormControl {
  const say: Say<FormProblem> = useTexts(formProblemTexts);
  const [form, setForm] = useState(initial);
  const [kept, setKept] = useState(initial);
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const [wasTried, setWasTried] = useState(false);
  const [refused, setRefused] = useState<FormProblems>({});
  const problems = findFormProblems(form, { nowMs: useNowMs(), currenciesOf });
  const change = (next: Partial<SaleForm>, field: string) => {
    setForm((before) => ({ ...before, ...next }));
    visit(field);
    // A field that was changed is no longer the one that was refused.
    setRefused((before) =>
      Object.fromEntries(Object.entries(before).filter(([at]) => !at.startsWith(field))),
    );
  };
  const visit = (field: string) => setVisited((before) => new Set(before).add(field));
  return {
    form,
    isDirty: JSON.stringify(form) !== JSON.stringify(kept),
    set: (field, value) => change({ [field]: value }, field),
    setVariant: (index, part) => {
      const variants = form.variants.map((row, at) => (at === index ? { ...row, ...part } : row));
      const [field = ""] = Object.keys(part);
      change({ variants }, `variants.${index}.${field}`);
    },
    errorAt(field) {
      const at = refused[field] ?? (wasTried || visited.has(field) ? problems[field] : undefined);
      if (at === undefined) return undefined;
      return say(at.problem, { least: at.least ?? 0, most: (at.most ?? 0).toLocaleString() });
    },
    visit,
    toMend: wasTried ? Object.keys(problems).length : 0,
    check() {
      setWasTried(true);
      return Object.keys(problems).length === 0;
    },
    refuse(error) {
      const fields = isProblem(error) ? refusedFields(error, form.variants) : {};
      setRefused(fields);
      return Object.keys(fields).length > 0;
    },
    keep: () => setKept(form),
  };
}
