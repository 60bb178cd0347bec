import { Anchor, Button, Container, Skeleton } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { isProblem, type Schemas } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useTexts } from "../../ui/language.ts";
import { useMe } from "../../ui/me.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { shellTexts } from "./shell-texts.ts";

export interface GateProps {
  /** Whom the pages behind are for. */
  readonly audience: "fans" | "operators";
  readonly children: (me: Schemas["Me"]) => ReactNode;
}

/** Lets in whoever the pages are for, and tells all others what to do. */
export function Gate({ audience, children }: GateProps) {
  const t = useTexts(shellTexts);
  const { href } = useLocation();
  const me = useMe();
  const isSignedOut =
    (isProblem(me.error) && me.error.status === 401) ||
    (me.data !== undefined && me.data.fan === null && me.data.operator === null);
  const withNext = (path: string) => `${path}?${new URLSearchParams({ next: href }).toString()}`;
  if (isSignedOut) {
    return (
      <Notice
        audience={audience}
        title={t("signInTitle")}
        text={t("signInText")}
        action={
          <Button component="a" href={withNext("/sign-in")}>
            {t("signIn")}
          </Button>
        }
      />
    );
  }
  if (me.data === undefined) {
    return (
      <Container size="sm" py="xl">
        {me.error === null ? (
          <Skeleton height={240} />
        ) : (
          <ProblemAlert error={me.error} onRetry={() => void me.refetch()} />
        )}
      </Container>
    );
  }
  if (audience === "operators" && me.data.operator === null) {
    return (
      <Notice
        audience={audience}
        title={t("operatorsOnlyTitle")}
        text={t("operatorsOnlyText")}
        action={<Anchor href="/">{t("toShop")}</Anchor>}
      />
    );
  }
  if (audience === "operators" && me.data.operator?.isSecondFactorMissing === true) {
    return (
      <Notice
        audience={audience}
        title={t("secondFactorTitle")}
        text={t("secondFactorText")}
        action={
          <Button component="a" href={withNext("/account/second-factor")}>
            {t("toSecondFactor")}
          </Button>
        }
      />
    );
  }
  return <>{children(me.data)}</>;
}

interface NoticeProps extends Pick<GateProps, "audience"> {
  readonly title: string;
  readonly text: string;
  readonly action: ReactNode;
}

/** Fans' pages have their frame around it; in the console it stands alone. */
function Notice({ audience, ...content }: NoticeProps) {
  return (
    <Container component={audience === "operators" ? "main" : "div"} size="sm" py="xl">
      <EmptyState level={1} {...content} />
    </Container>
  );
}
