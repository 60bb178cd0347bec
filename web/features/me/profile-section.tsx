import { Button, Group, NativeSelect, Paper, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { api, type Schemas } from "../../api/client.ts";
import { type Language, language, languages, useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { accountTexts } from "./account-texts.ts";
import { fieldsRefused } from "./form-issues.ts";
import { explainRefusal } from "./refusals.ts";
import { Section } from "./section.tsx";

const options = Object.entries(languages).map(([value, label]) => ({ value, label }));

export function ProfileSection({ profile }: { readonly profile: Schemas["Profile"] }) {
  const t = useTexts(accountTexts);
  const queries = useQueryClient();
  const save = api.useMutation("put", "/api/v1/me/profile");
  const form = useForm<{ name: string; locale: Language }>({
    mode: "uncontrolled",
    initialValues: { name: profile.name, locale: language },
  });
  const submit = form.onSubmit(async (body) => {
    try {
      await save.mutateAsync({ body });
    } catch (error) {
      for (const field of fieldsRefused(error)) form.setFieldError(field, t("wrongField"));
      return;
    }
    if (body.locale !== language) {
      const query = new URLSearchParams({ lang: body.locale, next: "/me/account" });
      window.location.assign(`/language?${query.toString()}`);
      return;
    }
    await queries.invalidateQueries();
    notifications.show({ message: t("saved") });
  });
  return (
    <Section title={t("profile")}>
      <Paper withBorder p="md" radius="lg">
        <form onSubmit={submit}>
          <Stack>
            <TextInput
              label={t("name")}
              description={t("nameHint")}
              autoComplete="name"
              maxLength={80}
              key={form.key("name")}
              {...form.getInputProps("name")}
            />
            <NativeSelect
              label={t("language")}
              data={options}
              key={form.key("locale")}
              {...form.getInputProps("locale")}
            />
            <ProblemAlert error={save.error} explain={explainRefusal} />
            <Group>
              <Button type="submit" loading={save.isPending}>
                {t("save")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </Section>
  );
}
