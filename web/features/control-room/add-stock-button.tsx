import { NumberInput, Select } from "@mantine/core";
import { useState } from "react";
import { api, type Schemas } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import { controlRoomTexts } from "./control-room-texts.ts";
import { useExplain } from "./explain.ts";
import { addStock } from "./run-sale.ts";

export interface AddStockButtonProps {
  readonly sale: Schemas["Sale"];
  readonly onDone: (message: string) => void;
}

const MOST = 10_000_000;

/** More units of a variant, while the sale is under way. */
export function AddStockButton({ sale, onDone }: AddStockButtonProps) {
  const t = useTexts(controlRoomTexts);
  const explain = useExplain();
  const [units, setUnits] = useState<string | number>("");
  const [chosen, setChosen] = useState<string | null>(sale.variants[0]?.variantId ?? null);
  const count = Number(units);
  const isRight = chosen !== null && Number.isInteger(count) && count >= 1 && count <= MOST;
  return (
    <ConfirmButton
      variant="default"
      label={t("stock")}
      question={t("stockQuestion")}
      consequence={t("stockText")}
      canConfirm={isRight}
      explain={explain}
      onConfirm={async () => {
        if (chosen === null) return;
        await addStock(sale.id, chosen, count);
        onDone(t("stockAdded", { count }));
        setUnits("");
      }}
    >
      {sale.variants.length > 1 && (
        <VariantSelect
          ids={sale.variants.map(({ variantId }) => variantId)}
          chosen={chosen}
          onChoose={setChosen}
        />
      )}
      <NumberInput
        label={t("stockUnits")}
        value={units}
        onChange={setUnits}
        allowDecimal={false}
        allowNegative={false}
        thousandSeparator=","
        min={1}
        hideControls
        data-autofocus
      />
    </ConfirmButton>
  );
}

interface VariantSelectProps {
  readonly ids: readonly string[];
  readonly chosen: string | null;
  readonly onChoose: (variantId: string | null) => void;
}

/** The sale's variants by their names; by their ids until those are known. */
function VariantSelect({ ids, chosen, onChoose }: VariantSelectProps) {
  const t = useTexts(controlRoomTexts);
  const products = api.useQuery("get", "/api/v1/products", {
    params: { query: { limit: 100 } },
  });
  const variants = products.data?.items.flatMap(({ names, variants: own }) =>
    own.map((variant) => ({ id: variant.id, name: `${nameIn(names)}, ${nameIn(variant.names)}` })),
  );
  return (
    <Select
      label={t("stockVariant")}
      data={ids.map((id) => ({
        value: id,
        label: variants?.find((variant) => variant.id === id)?.name ?? id,
      }))}
      value={chosen}
      onChange={onChoose}
      allowDeselect={false}
    />
  );
}
