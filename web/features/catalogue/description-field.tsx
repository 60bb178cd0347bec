import {
  Box,
  Group,
  Input,
  Paper,
  SegmentedControl,
  Skeleton,
  Text,
  Textarea,
  Typography,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type ChangeEvent, type ReactNode, useId, useState } from "react";
import { send } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { catalogueTexts } from "./catalogue-texts.ts";

export interface DescriptionFieldProps {
  readonly label: string;
  readonly language: string;
  readonly isDisabled: boolean;
  readonly value?: string;
  readonly error?: ReactNode;
  readonly onChange?: (event: ChangeEvent<HTMLTextAreaElement>) => void;
  readonly onBlur?: (event: unknown) => void;
  readonly onFocus?: (event: unknown) => void;
}

/** A description in Markdown, and how fans will see it. */
export function DescriptionField(props: DescriptionFieldProps) {
  const { label, language, isDisabled, value = "", ...input } = props;
  const t = useTexts(catalogueTexts);
  const [view, setView] = useState<string>("write");
  const labelId = useId();
  return (
    <Box>
      <Group justify="space-between" mb={4} gap="xs">
        <Input.Label htmlFor={labelId}>{label}</Input.Label>
        <SegmentedControl
          size="xs"
          aria-label={t("viewOf", { label })}
          value={view}
          onChange={setView}
          data={[
            { value: "write", label: t("write") },
            { value: "preview", label: t("preview") },
          ]}
        />
      </Group>
      {view === "write" ? (
        <Textarea
          id={labelId}
          lang={language}
          description={t("descriptionHint")}
          inputWrapperOrder={["input", "description", "error"]}
          autosize
          minRows={7}
          maxRows={20}
          disabled={isDisabled}
          value={value}
          {...input}
        />
      ) : (
        <Preview text={value} language={language} />
      )}
    </Box>
  );
}

/** The server renders it, as it does for fans. */
function Preview({ text, language }: { readonly text: string; readonly language: string }) {
  const t = useTexts(catalogueTexts);
  const [asked] = useDebouncedValue(text.trim(), 300);
  const query = useQuery({
    queryKey: ["description-preview", asked],
    enabled: asked !== "",
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const body = { text: asked };
      const { data, error } = await send.POST("/api/v1/description-previews", { body });
      if (error !== undefined) throw error;
      return data.html;
    },
  });
  return (
    <Paper
      withBorder
      p="md"
      mih={190}
      lang={asked === "" ? undefined : language}
      aria-live="polite"
    >
      {asked === "" ? (
        <Text c="dimmed" size="sm">
          {t("nothingToPreview")}
        </Text>
      ) : query.data === undefined ? (
        query.error === null ? (
          <Skeleton height={80} />
        ) : (
          <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : (
        // The server has made this of Markdown with HTML off.
        <Typography dangerouslySetInnerHTML={{ __html: query.data }} />
      )}
    </Paper>
  );
}
