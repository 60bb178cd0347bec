import { useSyncExternalStore } from "react";
import {
  type AccentColours,
  accentProperties,
} from "../../server/platform/pages/accent-colours.ts";
import type { Language } from "./language.ts";

/** How the site is called and marked, and in which languages it speaks. */
export interface ShownBrand {
  readonly name: string;
  /** Whether the name stands beside the logo. */
  readonly showsName: boolean;
  readonly logo: { readonly path: string; readonly width: number; readonly height: number } | null;
  readonly languages: readonly Language[];
}

/** The server puts it into the page, so that nothing moves when it is known. */
function readBrand(): ShownBrand {
  const content = document.querySelector<HTMLMetaElement>("meta[name='brand']")?.content;
  if (content !== undefined) return JSON.parse(content) as ShownBrand;
  return { name: "Millet", showsName: true, logo: null, languages: ["en", "zh-Hans"] };
}

let shown = readBrand();
const listeners = new Set<() => void>();

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useBrand(): ShownBrand {
  return useSyncExternalStore(listen, () => shown);
}

/** Shows a changed brand at once; pages that are opened later have it from the server. */
export function showBrand(brand: ShownBrand, accents: AccentColours): void {
  shown = brand;
  for (const [name, value] of Object.entries(accentProperties(accents))) {
    document.documentElement.style.setProperty(name, value);
  }
  for (const listener of listeners) listener();
}
