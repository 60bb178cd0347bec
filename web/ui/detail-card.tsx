import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

export interface DetailCardProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** One part of what is known of a single thing, on its own page. */
export function DetailCard({ title, children }: DetailCardProps) {
  return (
    <Paper component="section" withBorder radius="lg" p="md" aria-label={title}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  );
}

export interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
}

/** One line of a card: what it is called, and what it is. */
export function Fact({ name, children }: FactProps) {
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text size="sm" component="div" style={{ overflowWrap: "anywhere" }}>
        {children}
      </Text>
    </Group>
  );
}
