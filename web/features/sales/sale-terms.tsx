import { Anchor, Stack, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { formatMoney, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { overviewTexts } from "./overview-texts.ts";
import { formatLength, formatMargin } from "./sale-words.ts";
import { useProducts } from "./sales-queries.ts";
import { variantChoices } from "./variant-choices.ts";

interface TermsProps {
  readonly sale: Schemas["Sale"];
}

/** The sale's terms in words. */
export function SaleTerms({ sale }: TermsProps) {
  const t = useTexts(overviewTexts);
  const mode = sale.draw?.mode ?? "open";
  return (
    <Table withRowBorders={false} verticalSpacing="xs" horizontalSpacing={0}>
      <Table.Tbody>
        <Row label={t("kind")}>{t(`kind_${mode}`)}</Row>
        <Row label={t("variants")}>
          <Variants sale={sale} />
        </Row>
        <Row label={t("hold")}>
          {t("holdText", {
            hold: formatLength(sale.holdSeconds),
            payment: formatLength(sale.paymentSeconds),
          })}
        </Row>
        <Row label={t("line")}>
          {t("lineText", {
            margin: formatMargin(sale.admissionMargin),
            waiting: formatNumber(sale.waitingLimit),
          })}
        </Row>
        <Row label={t("limits")}>
          <Limits sale={sale} />
        </Row>
        <Row label={t("who")}>
          <Eligibility sale={sale} />
        </Row>
        {sale.carryOverFrom !== null && (
          <Row label={t("carryOver")}>
            {t("carryOverText")} (
            <Anchor component={Link} to={`/console/sales/${sale.carryOverFrom}`}>
              {t("seeSale")}
            </Anchor>
            )
          </Row>
        )}
      </Table.Tbody>
    </Table>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th w="30%" pe="md" scope="row" style={{ verticalAlign: "top" }}>
        {label}
      </Table.Th>
      <Table.Td>{children}</Table.Td>
    </Table.Tr>
  );
}

function Variants({ sale }: TermsProps) {
  const t = useTexts(overviewTexts);
  const products = useProducts().data;
  const choices = variantChoices(products ?? []);
  const isFrozen = sale.variants.some(({ prices }) => prices !== null);
  return (
    <Stack gap={4}>
      {sale.variants.map(({ variantId, stock, claimLimit, prices }) => {
        const choice = choices.find(({ id }) => id === variantId);
        const missing = products === undefined ? "…" : t("unknownVariant");
        const frozen = Object.entries(prices ?? {}).map(([currency, amount]) =>
          formatMoney(amount, currency),
        );
        return (
          <div key={variantId}>
            <Text size="sm">
              {t("variantLine", {
                units: formatNumber(stock),
                name: choice?.label ?? missing,
                limit: formatNumber(claimLimit),
              })}
            </Text>
            <Text size="sm" c="dimmed">
              {prices === null ? choice?.prices : frozen.join(" · ")}
            </Text>
          </div>
        );
      })}
      <Text size="sm" c="dimmed">
        {t(isFrozen ? "pricesFrozen" : "pricesNow")}
      </Text>
    </Stack>
  );
}

function Limits({ sale }: TermsProps) {
  const t = useTexts(overviewTexts);
  const { ordersPerAddress, ordersPerInstrument } = sale;
  const limits = [
    ...(ordersPerAddress === null ? [] : [t("limit_address", { count: ordersPerAddress })]),
    ...(ordersPerInstrument === null
      ? []
      : [t("limit_instrument", { count: ordersPerInstrument })]),
    ...(sale.proofOfWork === null ? [] : [t("limit_work")]),
  ];
  if (limits.length === 0) return t("none");
  return (
    <Stack gap={4}>
      {limits.map((limit) => (
        <span key={limit}>{limit}</span>
      ))}
    </Stack>
  );
}

function Eligibility({ sale }: TermsProps) {
  const t = useTexts(overviewTexts);
  const clauses = sale.eligibility?.anyOf ?? [];
  if (clauses.length === 0) return t("everybody");
  return clauses
    .map((clause) => {
      if ("accountAgeDays" in clause) return t("clause_age", { count: clause.accountAgeDays });
      if ("earlierPurchase" in clause) return t("clause_purchase");
      const { amountMinor, currency } = clause.deposit;
      return t("clause_deposit", { amount: formatMoney(amountMinor, currency) });
    })
    .join(t("or"));
}
