import { Group, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useBrand } from "./brand.ts";

export interface PageProps {
  readonly title: string;
  /** One sentence under the title. */
  readonly lead?: string | undefined;
  /** Buttons beside the title: what is done most. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of one page: its title, what can be done on it, and its content. */
export function Page({ title, lead, actions, children }: PageProps) {
  const { name } = useBrand();
  useDocumentTitle(`${title} · ${name}`);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="md">
        <div>
          <Title order={1} size="h2">
            {title}
          </Title>
          {lead !== undefined && <Text c="dimmed">{lead}</Text>}
        </div>
        {actions !== undefined && <Group gap="sm">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
