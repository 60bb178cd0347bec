import { Paper, Text } from "@mantine/core";

export interface TileProps {
  readonly label: string;
  readonly value: string;
  /** One sentence under the figure. */
  readonly note?: string | undefined;
  readonly isAlarming?: boolean;
}

/** One figure with its name; tiles stand in a `dl`. */
export function Tile({ label, value, note, isAlarming = false }: TileProps) {
  return (
    <Paper withBorder p="md" radius="lg">
      <Text component="dt" size="sm" c="dimmed">
        {label}
      </Text>
      <Text
        component="dd"
        m={0}
        fz="1.5rem"
        fw={650}
        lh={1.3}
        className="figures"
        {...(isAlarming && { c: "var(--alarm)" })}
      >
        {value}
      </Text>
      {note !== undefined && (
        <Text component="dd" m={0} size="sm" c="dimmed">
          {note}
        </Text>
      )}
    </Paper>
  );
}
