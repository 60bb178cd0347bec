import { Skeleton, Stack } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTexts } from "./language.ts";
import { ProblemAlert } from "./problem-alert.tsx";
import { uiTexts } from "./ui-texts.ts";

export interface QueryViewProps<Data, Failure> {
  readonly query: Pick<UseQueryResult<Data, Failure>, "data" | "error" | "refetch">;
  /** How many lines are drawn while nothing has come; about as high as what will come. */
  readonly skeletonLines?: number;
  readonly children: (data: Data) => ReactNode;
}

/** What a query found; meanwhile lines of the same height, and why where it failed. */
export function QueryView<Data, Failure>({
  query,
  skeletonLines = 4,
  children,
}: QueryViewProps<Data, Failure>) {
  const t = useTexts(uiTexts);
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error !== null) {
    return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <Stack component="output" gap="sm" aria-busy aria-label={t("loading")}>
      {Array.from({ length: skeletonLines }, (_, line) => (
        <Skeleton key={line} height={28} />
      ))}
    </Stack>
  );
}
