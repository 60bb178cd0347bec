import { Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

export interface EmptyStateProps {
  readonly title: string;
  /** What will be here, and how it comes. */
  readonly text: string;
  /** Of its heading: 1 where it is all that the page says, 3 below the heading of a part. */
  readonly level?: 1 | 2 | 3;
  /** The first step. */
  readonly action?: ReactNode;
}

/** In place of a list that has nothing yet. */
export function EmptyState({ title, text, action, level = 2 }: EmptyStateProps) {
  return (
    <Paper withBorder p="xl" radius="lg">
      <Stack align="center" gap="xs" ta="center">
        <Title order={level} size="h4">
          {title}
        </Title>
        <Text c="dimmed" maw="32rem">
          {text}
        </Text>
        {action}
      </Stack>
    </Paper>
  );
}
