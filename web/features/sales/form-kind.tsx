import { Alert, Paper, Radio, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTexts } from "../../ui/language.ts";
import { NameField } from "./form-fields.tsx";
import { saleFormTexts } from "./sale-form-texts.ts";
import type { SaleFormControl } from "./use-sale-form.ts";

interface SectionProps {
  readonly control: SaleFormControl;
}

/** What the sale is called. */
export function NamesSection({ control }: SectionProps) {
  const t = useTexts(saleFormTexts);
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="names">
      <Stack>
        <div>
          <Title order={2} size="h4" id="names">
            {t("basics")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("nameWhy")}
          </Text>
        </div>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NameField control={control} name="english" label={t("english")} />
          <NameField control={control} name="chinese" label={t("chinese")} />
        </SimpleGrid>
      </Stack>
    </Paper>
  );
}

/** Draw or not, and how far fans can trust it. */
export function KindSection({
  control,
  isKindFixed,
}: SectionProps & { readonly isKindFixed: boolean }) {
  const t = useTexts(saleFormTexts);
  const { kind, drawMode } = control.form;
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="kind">
      <Stack>
        <Title order={2} size="h4" id="kind">
          {t("kind")}
        </Title>
        <Radio.Group
          aria-labelledby="kind"
          value={kind}
          onChange={(value) => control.set("kind", value === "open" ? "open" : "draw")}
        >
          <Stack gap="sm">
            {(["draw", "open"] as const).map((each) => (
              <Radio
                key={each}
                value={each}
                label={t(`kind_${each}`)}
                description={t(`kind_${each}_text`)}
                disabled={isKindFixed && each !== kind}
              />
            ))}
          </Stack>
        </Radio.Group>
        {isKindFixed && (
          <Text size="sm" c="dimmed">
            {t("kindFixed")}
          </Text>
        )}
        {kind === "draw" && (
          <Radio.Group
            label={t("drawMode")}
            value={drawMode}
            error={control.errorAt("drawMode")}
            onChange={(value) =>
              control.set("drawMode", value === "beaconless" ? "beaconless" : "beacon")
            }
          >
            <Stack gap="sm" pt="xs">
              {(["beacon", "beaconless"] as const).map((each) => (
                <Radio key={each} value={each} label={t(each)} description={t(`${each}_text`)} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        {kind === "draw" && drawMode === "beaconless" && (
          <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />}>
            {t("beaconlessWarning")}
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}
