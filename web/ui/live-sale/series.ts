import type { CoursePoint } from "./live-course.ts";

export type SeriesName = Exclude<keyof CoursePoint, "at">;

/** What the chart draws, and in which colour; the tiles bear the same. */
export const seriesNames = ["sold", "held", "paid", "returned", "waiting"] as const;

export const colourOf = (name: SeriesName): string => `var(--series-${name})`;
