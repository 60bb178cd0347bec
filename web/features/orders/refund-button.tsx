import { NumberInput, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { type Schemas, send } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { formatMoney } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { ordersTexts } from "./orders-texts.ts";
import { minorDigits, readAmount } from "./refund-amount.ts";

const EXPLAINED = [
  "order_not_paid",
  "refund_too_large",
  "refund_differs",
  "permission_missing",
] as const;

/** Gives back what is left of an order's money, or a part of it. */
export function RefundButton({
  order,
}: {
  readonly order: Pick<Schemas["OrderDetail"], "id" | "currency" | "refundableMinor">;
}) {
  const t = useTexts(ordersTexts);
  const mayRefund = useMay("orders:refund");
  const { currency, refundableMinor } = order;
  if (!mayRefund) return <Hint text={t("mayNotRefund")} />;
  if (currency === null || refundableMinor < 1) return <Hint text={t("nothingToRefund")} />;
  // What is typed belongs to what was left: after a refund the form begins anew.
  return (
    <RefundForm
      key={refundableMinor}
      orderId={order.id}
      currency={currency}
      leftMinor={refundableMinor}
    />
  );
}

function Hint({ text }: { readonly text: string }) {
  return (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  );
}

interface RefundFormProps {
  readonly orderId: string;
  readonly currency: string;
  readonly leftMinor: number;
}

function RefundForm({ orderId, currency, leftMinor }: RefundFormProps) {
  const t = useTexts(ordersTexts);
  const queryClient = useQueryClient();
  const digits = minorDigits(currency);
  const [typed, setTyped] = useState<string | number>(leftMinor / 10 ** digits);
  const [reason, setReason] = useState("");
  const [isTried, setIsTried] = useState(false);
  // One key for each request that differs: sent twice, it gives back once.
  const sent = useRef({ key: crypto.randomUUID(), body: "" });
  const amountMinor = readAmount(typed, digits, leftMinor);
  const left = formatMoney(leftMinor, currency);
  const wrongAmount = t("amountWrong", { least: formatMoney(1, currency), left });
  const refund = async () => {
    setIsTried(true);
    if (amountMinor === undefined) throw { code: "amount", detail: wrongAmount };
    if (reason.trim() === "") throw { code: "reason", detail: t("reasonNeeded") };
    const body = { amountMinor, reason: reason.trim() };
    const text = JSON.stringify(body);
    if (sent.current.body !== "" && sent.current.body !== text) {
      sent.current = { key: crypto.randomUUID(), body: text };
    }
    sent.current.body = text;
    const { error } = await send.POST("/api/v1/orders/{orderId}/refunds", {
      params: { path: { orderId }, header: { "idempotency-key": sent.current.key } },
      body,
    });
    if (error !== undefined) throw error;
    const amount = formatMoney(amountMinor, currency);
    notifications.show({ message: t("refundDone", { amount }) });
    await queryClient.invalidateQueries();
  };
  return (
    <ConfirmButton
      color="red"
      variant="light"
      label={t("refund")}
      question={t("refundQuestion")}
      consequence={t("refundConsequence", { left })}
      confirmLabel={t("refundConfirm", {
        amount: amountMinor === undefined ? "–" : formatMoney(amountMinor, currency),
      })}
      explain={(code) => {
        const known = EXPLAINED.find((each) => each === code);
        return known === undefined ? undefined : t(`problem_${known}`);
      }}
      onConfirm={refund}
    >
      <Stack gap="sm">
        <NumberInput
          label={`${t("refundAmount")} (${currency})`}
          description={t("refundAmountHint", { left })}
          value={typed}
          onChange={setTyped}
          decimalScale={digits}
          allowNegative={false}
          hideControls
          error={isTried && amountMinor === undefined ? wrongAmount : undefined}
        />
        <Textarea
          label={t("reasonLabel")}
          description={t("reasonHint")}
          maxLength={500}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={isTried && reason.trim() === "" ? t("reasonNeeded") : undefined}
        />
      </Stack>
    </ConfirmButton>
  );
}
