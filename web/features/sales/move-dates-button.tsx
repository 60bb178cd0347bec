import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { type Schemas, send } from "../../api/client.ts";
import { timeZone } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { uiTexts } from "../../ui/ui-texts.ts";
import { explainSaleFailure } from "./failure-texts.ts";
import { MomentField } from "./form-fields.tsx";
import { formProblemTexts } from "./form-problem-texts.ts";
import { fromLocal } from "./local-times.ts";
import { overviewTexts } from "./overview-texts.ts";
import { saleFormTexts } from "./sale-form-texts.ts";
import { findFormProblems } from "./sale-form-problems.ts";
import { formOf } from "./sale-form.ts";
import { answerOf, useFreshness } from "./sales-queries.ts";
import { useNowMs } from "./use-now.ts";

interface MoveProps {
  readonly sale: Schemas["Sale"];
}

/** Moves opening and end of a published sale. */
export function MoveDatesButton({ sale }: MoveProps) {
  const t = useTexts(overviewTexts);
  const words = useTexts(uiTexts);
  const [isOpen, dialog] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        {t("move")}
      </Button>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={t("moveTitle")}
        closeButtonProps={{ "aria-label": words("close") }}
      >
        <MoveDates sale={sale} onClose={dialog.close} />
      </Modal>
    </>
  );
}

const FIELDS = ["opensAt", "endsAt"] as const;

function MoveDates({ sale, onClose }: MoveProps & { readonly onClose: () => void }) {
  const t = useTexts(overviewTexts);
  const fields = useTexts(saleFormTexts);
  const say = useTexts(formProblemTexts);
  const words = useTexts(uiTexts);
  const refresh = useFreshness();
  // The dates as they were when the dialog opened, whatever comes in meanwhile.
  const [before] = useState(() => formOf(sale));
  const [dates, setDates] = useState({ opensAt: before.opensAt, endsAt: before.endsAt });
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const around = { nowMs: useNowMs(), currenciesOf: () => undefined };
  const problems = findFormProblems({ ...before, ...dates }, around);
  const isSame = FIELDS.every((field) => dates[field] === before[field]);
  const isWrong = FIELDS.some((field) => problems[field] !== undefined);
  const save = async () => {
    setIsBusy(true);
    setError(undefined);
    try {
      const params = { path: { saleId: sale.id } };
      const body = { opensAt: fromLocal(dates.opensAt), endsAt: fromLocal(dates.endsAt) };
      answerOf(await send.PUT("/api/v1/sales/{saleId}/dates", { params, body }));
      notifications.show({ message: t("moved") });
      await refresh();
      onClose();
    } catch (caught) {
      setError(caught);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Stack>
      <Text size="sm">
        {t("moveText")} {fields("zone", { zone: timeZone })}
      </Text>
      {FIELDS.map((field) => {
        const problem = problems[field];
        return (
          <MomentField
            key={field}
            label={fields(field)}
            why={fields(`${field}_why`)}
            value={dates[field]}
            error={problem === undefined ? undefined : say(problem.problem)}
            onChange={(value) => setDates((all) => ({ ...all, [field]: value }))}
          />
        );
      })}
      <ProblemAlert error={error} explain={explainSaleFailure} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {words("cancel")}
        </Button>
        <Button loading={isBusy} disabled={isSame || isWrong} onClick={() => void save()}>
          {t("moveSave")}
        </Button>
      </Group>
    </Stack>
  );
}
