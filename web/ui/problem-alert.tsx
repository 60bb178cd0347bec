import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { isProblem } from "../api/client.ts";
import { useTexts } from "./language.ts";
import { uiTexts } from "./ui-texts.ts";

export interface ProblemAlertProps {
  /** What was caught; nothing is shown without it. */
  readonly error: unknown;
  /** In the reader's language what the refusal's code means, where the feature knows it. */
  readonly explain?: ((code: string) => string | undefined) | undefined;
  readonly onRetry?: (() => void) | undefined;
}

/** Why something was refused or failed, and what can be done. */
export function ProblemAlert({ error, explain, onRetry }: ProblemAlertProps) {
  const t = useTexts(uiTexts);
  if (error === null || error === undefined) return null;
  const problem = isProblem(error) ? error : undefined;
  const text =
    problem === undefined || problem.code === "no_answer"
      ? t("noAnswer")
      : (explain?.(problem.code) ?? t(byStatus(problem.status), { detail: problem.detail }));
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={t("failed")}
    >
      <Text size="sm">{text}</Text>
      {problem !== undefined && (
        <Text size="xs" c="dimmed">
          {problem.code}
          {problem.requestId !== undefined && ` · ${t("reference", { id: problem.requestId })}`}
        </Text>
      )}
      {onRetry !== undefined && (
        <Group mt="sm">
          <Button variant="default" size="xs" onClick={onRetry}>
            {t("tryAgain")}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

/**
 * The server says in English what exactly is wrong. Other languages have a sentence for each kind
 * of refusal; the code and the reference beside it lead to the rest.
 */
function byStatus(status: number) {
  switch (status) {
    case 401:
      return "refused_signedOut";
    case 403:
      return "refused_forbidden";
    case 404:
      return "refused_missing";
    case 409:
      return "refused_conflict";
    case 429:
      return "refused_tooMany";
    default:
      return status >= 500 ? "refused_server" : "refused_form";
  }
}
