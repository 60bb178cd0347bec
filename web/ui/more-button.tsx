import { Button, Group } from "@mantine/core";
import { useTexts } from "./language.ts";
import { uiTexts } from "./ui-texts.ts";

export interface MoreButtonProps {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    fetchNextPage(): Promise<unknown>;
  };
}

/** The next page of a list, below the one that is there. */
export function MoreButton({ query }: MoreButtonProps) {
  const t = useTexts(uiTexts);
  if (!query.hasNextPage) return null;
  return (
    <Group justify="center">
      <Button
        variant="default"
        loading={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {t("more")}
      </Button>
    </Group>
  );
}
