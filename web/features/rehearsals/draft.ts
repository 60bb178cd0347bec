/** What a form asks to be rehearsed. Numbers are texts where the field holds no number. */
export interface Draft {
  readonly fans: number | string;
  readonly units: number | string;
  readonly pays: boolean;
  readonly kills: number | string;
  readonly preload: boolean;
}

export const FANS_MOST = 2_000_000;
export const KILLS_MOST = 20;

export const presets: Readonly<Record<"small" | "launchDay", Draft>> = {
  small: { fans: 2_000, units: 200, pays: false, kills: 0, preload: false },
  launchDay: { fans: 2_000_000, units: 200_000, pays: false, kills: 0, preload: true },
};

/** Why a field cannot be sent, by field; the words for a code are the page's. */
export type DraftErrors = Readonly<Partial<Record<"fans" | "units" | "kills", DraftError>>>;

type DraftError = "fansRange" | "unitsRange" | "unitsBeyondFans" | "killsRange";

export function checkDraft({ fans, units, kills }: Draft): DraftErrors {
  const areFansRight = isWhole(fans, 1, FANS_MOST);
  const areUnitsRight = isWhole(units, 1, FANS_MOST);
  const isBeyond = areFansRight && areUnitsRight && units > fans;
  return {
    ...(areFansRight ? {} : { fans: "fansRange" as const }),
    ...(areUnitsRight ? {} : { units: "unitsRange" as const }),
    ...(isBeyond ? { units: "unitsBeyondFans" as const } : {}),
    ...(isWhole(kills, 0, KILLS_MOST) ? {} : { kills: "killsRange" as const }),
  };
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

/** What of an address is fit for the form. */
export interface DraftSearch {
  fans?: number;
  units?: number;
  pays?: boolean;
  kills?: number;
  preload?: boolean;
}

export function readDraft(search: Readonly<Record<string, unknown>>): DraftSearch {
  const { fans, units, pays, kills, preload } = search;
  return {
    ...(isWhole(fans, 1, FANS_MOST) ? { fans } : {}),
    ...(isWhole(units, 1, FANS_MOST) ? { units } : {}),
    ...(isWhole(kills, 0, KILLS_MOST) ? { kills } : {}),
    ...(typeof pays === "boolean" ? { pays } : {}),
    ...(typeof preload === "boolean" ? { preload } : {}),
  };
}
