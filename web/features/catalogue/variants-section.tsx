import { Badge, Button, Group, Modal, Stack, Table, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, type Schemas } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatMoney } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { uiTexts } from "../../ui/ui-texts.ts";
import { catalogueTexts } from "./catalogue-texts.ts";
import { refreshProduct, variantsQuery } from "./queries.ts";
import { Section } from "./section.tsx";
import { VariantForm } from "./variant-form.tsx";
import { useExplain } from "./wording.ts";
import { dataOf, showDone, useWrite } from "./write.ts";

export interface VariantsSectionProps {
  readonly product: Schemas["Product"];
  readonly mayChange: boolean;
}

type Variant = Schemas["Variant"];

/** The product's variants with what they cost. */
export function VariantsSection({ product, mayChange }: VariantsSectionProps) {
  const t = useTexts(catalogueTexts);
  const words = useTexts(uiTexts);
  const query = useQuery(variantsQuery(product.id, mayChange));
  // What the dialog is about: a variant, or a new one.
  const [edited, setEdited] = useState<Variant | "new" | undefined>();
  const close = () => setEdited(undefined);
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited("new")}>
      {t("addVariant")}
    </Button>
  );
  return (
    <Section title={t("variants")} hint={t("variantsHint")} actions={mayChange && add}>
      <QueryView query={query} skeletonLines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t("noVariantsTitle")} text={t("noVariantsText")} />
          ) : (
            <VariantTable variants={items} mayChange={mayChange} onEdit={setEdited} />
          )
        }
      </QueryView>
      <Modal
        opened={edited !== undefined}
        onClose={close}
        // What was typed is not lost by a slip of the hand.
        closeOnClickOutside={false}
        size="lg"
        title={
          edited === undefined || edited === "new"
            ? t("newVariant")
            : t("editNamed", { name: nameIn(edited.names) })
        }
        closeButtonProps={{ "aria-label": words("close") }}
      >
        {edited !== undefined && (
          <VariantForm
            productId={product.id}
            variant={edited === "new" ? undefined : edited}
            onDone={close}
          />
        )}
      </Modal>
    </Section>
  );
}

interface VariantTableProps {
  readonly variants: readonly Variant[];
  readonly mayChange: boolean;
  readonly onEdit: (variant: Variant) => void;
}

function VariantTable({ variants, mayChange, onEdit }: VariantTableProps) {
  const t = useTexts(catalogueTexts);
  return (
    <Table.ScrollContainer minWidth={270} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("variant")}</Table.Th>
            <Table.Th>{t("price")}</Table.Th>
            {mayChange && (
              <Table.Th>
                <span className="only-read">{t("actions")}</span>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {variants.map((variant) => (
            <Table.Tr key={variant.id}>
              <Table.Td>
                <Group gap="xs">
                  {nameIn(variant.names)}
                  {variant.archivedAt !== null && <Badge variant="default">{t("archived")}</Badge>}
                </Group>
                <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: "anywhere" }}>
                  {variant.sku}
                </Text>
              </Table.Td>
              <Table.Td>
                <Stack gap={0}>
                  {variant.prices.map(({ amountMinor, currency, minorDigits }) => (
                    <span key={currency}>{formatMoney(amountMinor, currency, minorDigits)}</span>
                  ))}
                </Stack>
              </Table.Td>
              {mayChange && (
                <Table.Td>
                  <VariantActions variant={variant} onEdit={() => onEdit(variant)} />
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface VariantActionsProps {
  readonly variant: Variant;
  readonly onEdit: () => void;
}

function VariantActions({ variant, onEdit }: VariantActionsProps) {
  const t = useTexts(catalogueTexts);
  const explain = useExplain();
  const client = useQueryClient();
  const write = useWrite();
  const name = nameIn(variant.names);
  const set = async (archived: boolean) => {
    const init = { params: { path: { id: variant.id } } };
    const answer = archived
      ? await send.PUT("/api/v1/variants/{id}/archival", init)
      : await send.DELETE("/api/v1/variants/{id}/archival", init);
    dataOf(answer);
    await refreshProduct(client, variant.productId);
  };
  if (variant.archivedAt !== null) {
    return (
      <Stack gap="xs">
        <Button
          variant="default"
          size="xs"
          aria-label={t("restoreNamed", { name })}
          loading={write.isBusy}
          onClick={() => void write.run(() => set(false), t("variantSaved"))}
        >
          {t("restore")}
        </Button>
        <ProblemAlert error={write.error} explain={explain} />
      </Stack>
    );
  }
  return (
    <Group gap={4} justify="flex-end">
      <Button variant="default" size="xs" aria-label={t("editNamed", { name })} onClick={onEdit}>
        {t("editVariant")}
      </Button>
      <ConfirmButton
        variant="subtle"
        size="xs"
        label={t("archive")}
        aria-label={t("archiveNamed", { name })}
        question={t("archiveVariantQuestion")}
        consequence={t("archiveVariantConsequence")}
        explain={explain}
        onConfirm={async () => {
          await set(true);
          showDone(t("variantSaved"));
        }}
      />
    </Group>
  );
}
