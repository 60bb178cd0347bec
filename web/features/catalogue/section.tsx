import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

export interface SectionProps {
  readonly title: string;
  readonly hint?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One part of a product's page. */
export function Section({ title, hint, actions, children }: SectionProps) {
  const id = useId();
  return (
    <Paper
      component="section"
      withBorder
      p={{ base: "md", sm: "lg" }}
      radius="lg"
      aria-labelledby={id}
    >
      <Stack>
        <Group justify="space-between" align="flex-start" gap="sm">
          <div>
            <Title order={2} size="h4" id={id}>
              {title}
            </Title>
            {hint !== undefined && (
              <Text size="sm" c="dimmed">
                {hint}
              </Text>
            )}
          </div>
          {actions}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
