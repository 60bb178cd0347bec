import { useInterval } from "@mantine/hooks";
import { useState } from "react";

/** Fine enough for times that are told in minutes. */
const TICK_MS = 15_000;

/** The time in ms since 1970, as of the last quarter of a minute. */
export function useNowMs(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useInterval(() => setNowMs(Date.now()), TICK_MS, { autoInvoke: true });
  return nowMs;
}
