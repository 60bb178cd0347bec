import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, isProblem, send } from "../../api/client.ts";
import { showBrand } from "../../ui/brand.ts";
import { useTexts } from "../../ui/language.ts";
import {
  changeOf,
  fieldOfPath,
  findProblems,
  type FormValues,
  mergeValues,
  type Settings,
  valuesOf,
} from "./settings-form.ts";
import { settingsTexts } from "./settings-texts.ts";

/** Shows what is saved, in the form's data and around it. */
function useSavedSettings(): (saved: Settings) => void {
  const queries = useQueryClient();
  return (saved) => {
    // Whoever asked for them, with options or without.
    const { queryKey } = api.queryOptions("get", "/api/v1/settings");
    queries.setQueriesData({ queryKey }, saved);
    const { name, showsName, languages, logo } = saved;
    const shown = logo && { path: logo.url, width: logo.width, height: logo.height };
    showBrand({ name, showsName, languages, logo: shown }, saved.accents);
  };
}

/**
 * The form and its way to the server. If another operator changes something meanwhile, the server
 * refuses what was made for an older version, and `takeNewest` puts the two together.
 */
export function useSettingsForm(settings: Settings) {
  const t = useTexts(settingsTexts);
  const showSaved = useSavedSettings();
  const [base, setBase] = useState(settings);
  const [error, setError] = useState<unknown>();
  const [isBusy, setIsBusy] = useState(false);
  const form = useForm<FormValues>({
    initialValues: valuesOf(settings),
    validateInputOnChange: true,
    validate: (values) =>
      Object.fromEntries(
        Object.entries(findProblems(values)).map(([field, problem]) => [field, t(problem)]),
      ),
  });
  const isDirty = form.isDirty();

  const startFrom = (newest: Settings, values = valuesOf(newest)) => {
    setBase(newest);
    setError(undefined);
    form.setInitialValues(valuesOf(newest));
    form.setValues(values);
    form.clearErrors();
  };

  /** The logo is saved apart from the form; its step of the version is none that one missed. */
  const takeLogo = (saved: Settings) => {
    if (saved.version === base.version + 1) setBase(saved);
    showSaved(saved);
  };

  const save = async () => {
    setIsBusy(true);
    setError(undefined);
    const body = changeOf(form.getValues(), base.version);
    const answer = await send.PUT("/api/v1/settings", { body }).catch((caught: unknown) => ({
      data: undefined,
      error: caught,
    }));
    setIsBusy(false);
    if (answer.data === undefined) {
      setError(answer.error);
      showIssues(answer.error);
      return;
    }
    startFrom(answer.data);
    showSaved(answer.data);
    notifications.show({ message: t("saved") });
  };

  const showIssues = (refusal: unknown) => {
    for (const path of pathsOf(refusal)) {
      const field = fieldOfPath(path);
      if (field !== undefined) form.setFieldError(field, t("refusedField"));
    }
  };

  const takeNewest = async () => {
    const newest = await send.GET("/api/v1/settings");
    if (newest.data === undefined) return setError(newest.error);
    const values = mergeValues(valuesOf(base), form.getValues(), valuesOf(newest.data));
    startFrom(newest.data, values);
    showSaved(newest.data);
  };

  return {
    form,
    base,
    isDirty,
    isBusy,
    error,
    isConflict: isProblem(error) && error.code === "version_conflict",
    save: form.onSubmit(() => void save()),
    discard: () => startFrom(settings),
    takeNewest,
    takeLogo,
  };
}

/** 422 says where: `issues: [{ in, path, message }]`. */
function pathsOf(refusal: unknown): string[] {
  if (!isProblem(refusal) || !Array.isArray(refusal["issues"])) return [];
  return refusal["issues"].flatMap((issue: unknown) =>
    typeof issue === "object" && issue !== null && "path" in issue ? [String(issue.path)] : [],
  );
}
