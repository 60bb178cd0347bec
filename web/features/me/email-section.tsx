import { Alert, Button, Group, Paper, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { api } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { accountTexts } from "./account-texts.ts";
import { fieldsRefused } from "./form-issues.ts";
import { explainRefusal } from "./refusals.ts";
import { Section } from "./section.tsx";

/** The address changes only when both mailboxes have agreed. */
export function EmailSection({ email }: { readonly email: string }) {
  const t = useTexts(accountTexts);
  const change = api.useMutation("post", "/api/v1/auth/change-email");
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { newEmail: "" },
    validate: { newEmail: (value) => (value.includes("@") ? null : t("wrongField")) },
  });
  const submit = form.onSubmit(async ({ newEmail }) => {
    try {
      await change.mutateAsync({ body: { newEmail, callbackURL: "/me/account" } });
      form.reset();
    } catch (error) {
      for (const field of fieldsRefused(error)) form.setFieldError(field, t("wrongField"));
    }
  });
  return (
    <Section title={t("email")}>
      <Paper withBorder p="md" radius="lg">
        <form onSubmit={submit} noValidate>
          <Stack>
            <Text size="sm">{t("emailNow", { email })}</Text>
            <TextInput
              type="email"
              label={t("newEmail")}
              autoComplete="email"
              key={form.key("newEmail")}
              {...form.getInputProps("newEmail")}
            />
            {change.isSuccess && <Alert variant="light">{t("emailMailed")}</Alert>}
            <ProblemAlert error={change.error} explain={explainRefusal} />
            <Group>
              <Button type="submit" variant="default" loading={change.isPending}>
                {t("changeEmail")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </Section>
  );
}
