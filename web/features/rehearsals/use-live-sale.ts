import { useInterval } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { addFrame, type LiveFrame, type LiveSamples } from "./live-samples.ts";

/** A sale's stream tells of every change within half a second, and of nothing else. */
const STALE_MS = 5_000;

export interface LiveSale {
  /** Undefined until the sale has opened. */
  readonly live: LiveSamples | undefined;
  /** Seconds since the connection was lost; undefined while it stands. */
  readonly staleSeconds: number | undefined;
}

/** Follows a live stream until it says that it is over. */
export function useLiveSale(streamUrl: string): LiveSale {
  const [live, setLive] = useState<LiveSamples>();
  const [brokenAtMs, setBrokenAtMs] = useState<number>();
  const [nowMs, setNowMs] = useState(() => Date.now());
  useInterval(() => setNowMs(Date.now()), 1_000, { autoInvoke: true });
  useEffect(() => {
    const source = new EventSource(streamUrl);
    source.addEventListener("open", () => setBrokenAtMs(undefined));
    source.addEventListener("error", () => setBrokenAtMs((before) => before ?? Date.now()));
    source.addEventListener("figures", ({ data }: MessageEvent<string>) => {
      const frame = JSON.parse(data) as LiveFrame;
      setLive((before) => addFrame(before, frame));
    });
    source.addEventListener("progress", ({ data }: MessageEvent<string>) => {
      // Asked again after its end, it would refuse.
      if ((JSON.parse(data) as { state: string }).state !== "running") source.close();
    });
    return () => source.close();
  }, [streamUrl]);
  const brokenMs = brokenAtMs === undefined ? 0 : nowMs - brokenAtMs;
  return { live, staleSeconds: brokenMs > STALE_MS ? Math.round(brokenMs / 1000) : undefined };
}
