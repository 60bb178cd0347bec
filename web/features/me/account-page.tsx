import { Anchor, Button, Skeleton, Stack } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { api } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { useMe } from "../../ui/me.ts";
import { Page } from "../../ui/page.tsx";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { uiTexts } from "../../ui/ui-texts.ts";
import { accountTexts } from "./account-texts.ts";
import { AddressSection } from "./address-section.tsx";
import { DataSection } from "./data-section.tsx";
import { EmailSection } from "./email-section.tsx";
import { PasskeysSection } from "./passkeys-section.tsx";
import { PasswordSection } from "./password-section.tsx";
import { ProfileSection } from "./profile-section.tsx";
import { explainRefusal } from "./refusals.ts";
import { SessionsSection } from "./sessions-section.tsx";

/** Who somebody is here, how they sign in, what is held of them, and how to be forgotten. */
export function AccountPage() {
  const t = useTexts(accountTexts);
  const common = useTexts(uiTexts);
  const isOperator = (useMe().data?.operator ?? null) !== null;
  const profile = api.useQuery("get", "/api/v1/me/profile");
  const passkeys = api.useQuery("get", "/api/v1/me/passkeys");
  const sessions = api.useQuery("get", "/api/v1/me/sessions");
  // All parts appear at once, because one that came later would push the others down.
  const isComing = profile.isPending || passkeys.isPending || sessions.isPending;
  const actions = (
    <>
      <Button
        component={Link}
        to="/me"
        variant="default"
        leftSection={<IconArrowLeft size={18} aria-hidden />}
      >
        {t("back")}
      </Button>
      <form method="post" action="/sign-out">
        <Button type="submit" variant="default">
          {t("signOut")}
        </Button>
      </form>
    </>
  );
  return (
    <Page title={t("title")} actions={actions}>
      {isComing && (
        <Stack component="output" gap="xl" aria-label={common("loading")}>
          {[1, 2, 3].map((part) => (
            <Stack key={part} gap="sm">
              <Skeleton height={28} width="12rem" />
              <Skeleton height={176} radius="lg" />
            </Stack>
          ))}
        </Stack>
      )}
      {!isComing && profile.data === undefined && (
        <ProblemAlert
          error={profile.error}
          explain={explainRefusal}
          onRetry={() => void profile.refetch()}
        />
      )}
      {!isComing && profile.data !== undefined && (
        <Stack gap="xl">
          <ProfileSection profile={profile.data} />
          <EmailSection email={profile.data.email} />
          <PasskeysSection query={passkeys} />
          <PasswordSection profile={profile.data} />
          {isOperator && <Anchor href="/account/second-factor">{t("consoleLink")}</Anchor>}
          <SessionsSection query={sessions} />
          <AddressSection address={profile.data.deliveryAddress} />
          <DataSection />
        </Stack>
      )}
    </Page>
  );
}
