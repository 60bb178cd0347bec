import {
  Button,
  Group,
  NumberInput,
  Radio,
  Select,
  Stack,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { type Schemas, send } from "../../api/client.ts";
import { timeZone } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { uiTexts } from "../../ui/ui-texts.ts";
import { type CodeOrder, type CodeProblem, emailsOf, findCodeProblems } from "./code-order.ts";
import { explainSaleFailure } from "./failure-texts.ts";
import { MomentField } from "./form-fields.tsx";
import { friendCodeTexts } from "./friend-code-texts.ts";
import { fromLocal, msOf } from "./local-times.ts";
import type { NewCode } from "./new-codes.tsx";
import { answerOf, useFreshness, useProducts } from "./sales-queries.ts";
import { useNowMs } from "./use-now.ts";
import { variantChoices } from "./variant-choices.ts";

interface IssueProps {
  readonly sale: Schemas["Sale"];
  readonly onMade: (codes: readonly NewCode[]) => void;
  readonly onClose: () => void;
}

/** Asks which codes are wanted, and has them issued. */
export function IssueCodes({ sale, onMade, onClose }: IssueProps) {
  const t = useTexts(friendCodeTexts);
  const words = useTexts(uiTexts);
  const refresh = useFreshness();
  const choices = variantChoices(useProducts().data ?? []);
  const [order, setOrder] = useState<CodeOrder>({
    variantId: sale.variants[0]?.variantId ?? "",
    units: 1,
    isForFans: false,
    count: 10,
    emails: "",
  });
  const [note, setNote] = useState("");
  const [expiresAt, setExpiresAt] = useState<string | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const nowMs = useNowMs();
  const change = (part: Partial<CodeOrder>) => setOrder((before) => ({ ...before, ...part }));
  const variant = sale.variants.find(({ variantId }) => variantId === order.variantId);
  const most = variant?.claimLimit ?? 1;
  const problems = findCodeProblems(order, most);
  const isOver = (msOf(expiresAt) ?? Number.POSITIVE_INFINITY) <= nowMs;
  const errorAt = (field: CodeProblem["field"]) => {
    const found = wasTried ? problems.find((problem) => problem.field === field) : undefined;
    if (found === undefined) return undefined;
    return t(found.problem, { most, email: "email" in found ? found.email : "" });
  };
  const issue = async () => {
    setWasTried(true);
    if (problems.length > 0 || isOver) return;
    setIsBusy(true);
    setError(undefined);
    try {
      const { variantId, isForFans, units, count, emails } = order;
      const recipients = isForFans ? { emails: [...emailsOf(emails)] } : { count: Number(count) };
      const terms = { variantId, units: Number(units), note, expiresAt: fromLocal(expiresAt) };
      const params = { path: { saleId: sale.id } };
      const body = { ...terms, ...recipients };
      const made = await send.POST("/api/v1/sales/{saleId}/friend-codes", { params, body });
      onMade(answerOf(made).items);
      void refresh();
    } catch (caught) {
      setError(caught);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Stack>
      <Select
        label={t("variant")}
        data={sale.variants.map(({ variantId }) => ({
          value: variantId,
          label: choices.find(({ id }) => id === variantId)?.label ?? "…",
        }))}
        value={order.variantId}
        allowDeselect={false}
        onChange={(variantId) => change({ variantId: variantId ?? "" })}
      />
      <NumberInput
        label={t("units")}
        description={t("units_why", { most })}
        value={order.units}
        hideControls
        error={errorAt("units")}
        onChange={(units) => change({ units })}
      />
      <Radio.Group
        label={t("forWhom")}
        value={order.isForFans ? "fans" : "nobody"}
        onChange={(value) => change({ isForFans: value === "fans" })}
      >
        <Stack gap="xs" pt="xs">
          <Radio value="nobody" label={t("forNobody")} />
          <Radio value="fans" label={t("forFans")} />
        </Stack>
      </Radio.Group>
      {order.isForFans ? (
        <Textarea
          label={t("emails")}
          description={t("emails_why")}
          autosize
          minRows={3}
          maxRows={8}
          value={order.emails}
          error={errorAt("emails")}
          onChange={(event) => change({ emails: event.currentTarget.value })}
        />
      ) : (
        <NumberInput
          label={t("count")}
          value={order.count}
          hideControls
          error={errorAt("count")}
          onChange={(count) => change({ count })}
        />
      )}
      <MomentField
        label={t("expiresAt")}
        why={t("expiresAt_why", { zone: timeZone })}
        value={expiresAt}
        error={isOver ? t("timeProblem") : undefined}
        onChange={setExpiresAt}
      />
      <TextInput
        label={t("note")}
        value={note}
        maxLength={500}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <ProblemAlert error={error} explain={explainSaleFailure} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {words("cancel")}
        </Button>
        <Button loading={isBusy} onClick={() => void issue()}>
          {t("make")}
        </Button>
      </Group>
    </Stack>
  );
}
