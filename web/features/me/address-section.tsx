import { Button, Group, NativeSelect, Paper, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useMemo, useState } from "react";
import { send, type Schemas } from "../../api/client.ts";
import { useQueryClient } from "@tanstack/react-query";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { accountTexts } from "./account-texts.ts";
import { countriesByName } from "./countries.ts";
import { fieldsRefused } from "./form-issues.ts";
import { explainRefusal } from "./refusals.ts";
import { Section } from "./section.tsx";

type Address = NonNullable<Schemas["DeliveryAddress"]>;

interface AddressSectionProps {
  /** Null where none is kept. */
  readonly address: Address | null;
}

export function AddressSection({ address }: AddressSectionProps) {
  const t = useTexts(accountTexts);
  return (
    <Section title={t("address")} lead={t("addressHint")}>
      <Paper withBorder p="md" radius="lg">
        <AddressForm key={String(address === null)} address={address} />
      </Paper>
    </Section>
  );
}

const FIELDS = [
  ["name", "addressName", "name", 80],
  ["line1", "line1", "address-line1", 120],
  ["line2", "line2", "address-line2", 120],
  ["city", "city", "address-level2", 80],
  ["region", "region", "address-level1", 80],
  ["postalCode", "postalCode", "postal-code", 16],
  ["phone", "phone", "tel", 32],
] as const;

const NEEDED = ["name", "line1", "city", "country"] as const;

function AddressForm({ address }: AddressSectionProps) {
  const t = useTexts(accountTexts);
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>();
  const [isSaving, setIsSaving] = useState(false);
  const countries = useMemo(() => countriesByName(), []);
  const missing = (value: string) => (value.trim() === "" ? t("missing") : null);
  const form = useForm({
    mode: "uncontrolled",
    initialValues: {
      name: address?.name ?? "",
      line1: address?.line1 ?? "",
      line2: address?.line2 ?? "",
      city: address?.city ?? "",
      region: address?.region ?? "",
      postalCode: address?.postalCode ?? "",
      country: address?.country ?? "",
      phone: address?.phone ?? "",
    },
    validate: Object.fromEntries(NEEDED.map((name) => [name, missing])),
  });
  const submit = form.onSubmit(async (body) => {
    setIsSaving(true);
    setError(undefined);
    const saved = await send.PUT("/api/v1/me/delivery-address", { body });
    setIsSaving(false);
    if (saved.data === undefined) {
      setError(saved.error);
      for (const field of fieldsRefused(saved.error)) form.setFieldError(field, t("wrongField"));
      return;
    }
    await queries.invalidateQueries();
    notifications.show({ message: t("saved") });
  });
  const forget = async () => {
    const forgotten = await send.DELETE("/api/v1/me/delivery-address");
    if (forgotten.error !== undefined) throw forgotten.error;
    await queries.invalidateQueries();
    notifications.show({ message: t("forgotten") });
  };
  const field = ([name, label, autoComplete, maxLength]: (typeof FIELDS)[number]) => (
    <TextInput
      label={t(label)}
      autoComplete={autoComplete}
      maxLength={maxLength}
      key={form.key(name)}
      {...form.getInputProps(name)}
    />
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {FIELDS.map(field)}
          <NativeSelect
            label={t("country")}
            autoComplete="country"
            data={[{ value: "", label: t("chooseCountry") }, ...countries]}
            key={form.key("country")}
            {...form.getInputProps("country")}
          />
        </SimpleGrid>
        <ProblemAlert error={error} explain={explainRefusal} />
        <Group>
          <Button type="submit" variant="default" loading={isSaving}>
            {t("save")}
          </Button>
          {address !== null && (
            <ConfirmButton
              variant="subtle"
              label={t("forgetAddress")}
              question={t("forgetQuestion")}
              consequence={t("forgetText")}
              onConfirm={forget}
            />
          )}
        </Group>
      </Stack>
    </form>
  );
}
