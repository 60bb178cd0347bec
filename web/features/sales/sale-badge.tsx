import { Badge } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { saleTexts } from "./sale-texts.ts";
import { useNowMs } from "./use-now.ts";

type Sale = Pick<Schemas["Sale"], "state" | "haltedReason" | "registrationOpensAt">;

/** What the eye should find first has a colour; the rest is quiet. */
const COLOURS: Partial<Record<Sale["state"], string>> = {
  registering: "accent",
  selling: "accent",
  paused: "red",
};

/** The sale's state in a word or two. */
export function SaleBadge({ sale }: { readonly sale: Sale }) {
  const t = useTexts(saleTexts);
  const nowMs = useNowMs();
  const isHalted = sale.haltedReason !== null;
  const isUpcoming =
    sale.state === "registering" &&
    sale.registrationOpensAt !== null &&
    Date.parse(sale.registrationOpensAt) > nowMs;
  const colour = isHalted ? "red" : COLOURS[sale.state];
  const word = isHalted ? "halted" : isUpcoming ? "upcoming" : sale.state;
  return (
    <Badge
      variant={colour === undefined ? "default" : sale.state === "selling" ? "filled" : "light"}
      color={colour ?? "gray"}
      radius="sm"
      tt="none"
    >
      {t(`state_${word}`)}
    </Badge>
  );
}
