import { Button, Skeleton, Stack } from "@mantine/core";
import { IconSettings } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../ui/language.ts";
import { Page } from "../../ui/page.tsx";
import { uiTexts } from "../../ui/ui-texts.ts";
import { CodesSection } from "./codes-section.tsx";
import { useMyCodes, useMyOrders, useMyRegistrations } from "./my-queries.ts";
import { myTexts } from "./my-texts.ts";
import { OrdersSection } from "./orders-section.tsx";
import { RegistrationsSection } from "./registrations-section.tsx";
import { UnderWay } from "./under-way.tsx";

/** Everything that is a fan's own; what cannot wait stands on top. */
export function MyPage() {
  const t = useTexts(myTexts);
  const registrations = useMyRegistrations();
  const known = registrations.data?.pages.flatMap(({ items }) => items) ?? [];
  const orders = useMyOrders(known.flatMap(({ claim }) => claim ?? []));
  const codes = useMyCodes();
  // All parts appear at once, because one that came later would push the others down.
  const isComing = orders.isPending || registrations.isPending || codes.isPending;
  const toAccount = (
    <Button
      component={Link}
      to="/me/account"
      variant="default"
      leftSection={<IconSettings size={18} aria-hidden />}
    >
      {t("toAccount")}
    </Button>
  );
  return (
    <Page title={t("title")} lead={t("lead")} actions={toAccount}>
      {isComing ? (
        <Coming />
      ) : (
        <Stack gap="xl">
          <UnderWay query={registrations} />
          <OrdersSection query={orders} />
          <RegistrationsSection query={registrations} />
          <CodesSection query={codes} />
        </Stack>
      )}
    </Page>
  );
}

/** Three parts with two cards each: about as high as what comes. */
function Coming() {
  const t = useTexts(uiTexts);
  return (
    <Stack component="output" gap="xl" aria-label={t("loading")}>
      {[1, 2, 3].map((part) => (
        <Stack key={part} gap="sm">
          <Skeleton height={28} width="12rem" />
          <Skeleton height={88} radius="lg" />
          <Skeleton height={88} radius="lg" />
        </Stack>
      ))}
    </Stack>
  );
}
