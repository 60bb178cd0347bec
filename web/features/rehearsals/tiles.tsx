import { Paper, SimpleGrid, Text } from "@mantine/core";

export interface Tile {
  readonly label: string;
  readonly value: string;
}

/** A few figures that are seen at a glance. */
export function Tiles({ tiles }: { readonly tiles: readonly Tile[] }) {
  return (
    <SimpleGrid
      component="dl"
      cols={{ base: 2, sm: Math.min(3, tiles.length), lg: tiles.length }}
      spacing="sm"
      my={0}
    >
      {tiles.map(({ label, value }) => (
        <Paper key={label} withBorder px="md" py="sm" radius="md">
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} size="xl" fw={650} className="figures">
            {value}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}
