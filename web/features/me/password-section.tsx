import { Alert, Button, Group, Paper, PasswordInput, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { api, isProblem, type Schemas } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { accountTexts } from "./account-texts.ts";
import { explainRefusal } from "./refusals.ts";
import { Section } from "./section.tsx";

const LEAST_CHARACTERS = 8;

export function PasswordSection({ profile }: { readonly profile: Schemas["Profile"] }) {
  const t = useTexts(accountTexts);
  return (
    <Section title={t("password")}>
      <Paper withBorder p="md" radius="lg">
        {profile.hasPassword ? <ChangePassword /> : <SetPassword email={profile.email} />}
      </Paper>
    </Section>
  );
}

function ChangePassword() {
  const t = useTexts(accountTexts);
  const queries = useQueryClient();
  const change = api.useMutation("post", "/api/v1/auth/change-password");
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { currentPassword: "", newPassword: "" },
    validate: {
      currentPassword: (value) => (value === "" ? t("missing") : null),
      newPassword: (value) => (value.length < LEAST_CHARACTERS ? t("newPasswordHint") : null),
    },
  });
  const submit = form.onSubmit(async (values) => {
    try {
      await change.mutateAsync({ body: { ...values, revokeOtherSessions: true } });
      form.reset();
      notifications.show({ message: t("passwordChanged") });
      await queries.invalidateQueries();
    } catch (error) {
      if (isProblem(error) && error.code === "invalid_password") {
        form.setFieldError("currentPassword", t("code_invalid_password"));
      }
    }
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <PasswordInput
          label={t("currentPassword")}
          autoComplete="current-password"
          maxLength={128}
          key={form.key("currentPassword")}
          {...form.getInputProps("currentPassword")}
        />
        <PasswordInput
          label={t("newPassword")}
          description={t("newPasswordHint")}
          autoComplete="new-password"
          maxLength={128}
          key={form.key("newPassword")}
          {...form.getInputProps("newPassword")}
        />
        <ProblemAlert error={change.error} explain={explainRefusal} />
        <Group>
          <Button type="submit" variant="default" loading={change.isPending}>
            {t("changePassword")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function SetPassword({ email }: { readonly email: string }) {
  const t = useTexts(accountTexts);
  const ask = api.useMutation("post", "/api/v1/auth/request-password-reset");
  return (
    <Stack>
      <Text size="sm">{t("passwordNone")}</Text>
      {ask.isSuccess && <Alert variant="light">{t("passwordMailed")}</Alert>}
      <ProblemAlert error={ask.error} explain={explainRefusal} />
      <Group>
        <Button
          variant="default"
          loading={ask.isPending}
          onClick={() => ask.mutate({ body: { email } })}
        >
          {t("setPassword")}
        </Button>
      </Group>
    </Stack>
  );
}
