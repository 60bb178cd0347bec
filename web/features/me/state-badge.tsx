import { Badge } from "@mantine/core";

export interface StateBadgeProps {
  readonly label: string;
  /** Whether it is something to look at. */
  readonly isMarked: boolean;
}

/** How one thing stands, in a word or two. */
export function StateBadge({ label, isMarked }: StateBadgeProps) {
  return (
    <Badge
      size="lg"
      tt="none"
      fw={600}
      bg={isMarked ? "var(--accent-wash)" : "var(--sunken)"}
      c={isMarked ? "var(--accent-strong)" : "var(--ink-soft)"}
    >
      {label}
    </Badge>
  );
}
