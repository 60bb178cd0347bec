import { Anchor, Button, Group, Paper, Stack, Text } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatDateTime, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { nameIn } from "../../ui/names.ts";
import { QueryView } from "../../ui/query-view.tsx";
import type { MyRegistrations } from "./my-queries.ts";
import { myTexts } from "./my-texts.ts";
import { Section } from "./section.tsx";
import { StateBadge } from "./state-badge.tsx";
import { isUnderWay, pathOf, type Standing, standingOf } from "./standing.ts";

type Registration = Schemas["OwnRegistration"];

export function RegistrationsSection({ query }: { readonly query: MyRegistrations }) {
  const t = useTexts(myTexts);
  return (
    <Section title={t("registrations")}>
      <QueryView query={query}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return (
              <EmptyState
                level={3}
                title={t("noRegistrations")}
                text={t("noRegistrationsText")}
                action={<Anchor href="/">{t("seeSales")}</Anchor>}
              />
            );
          }
          return (
            <Stack gap="sm">
              {items.map((item) => (
                <RegistrationCard key={item.saleId} registration={item} />
              ))}
              <MoreButton query={query} />
            </Stack>
          );
        }}
      </QueryView>
    </Section>
  );
}

function RegistrationCard({ registration }: { readonly registration: Registration }) {
  const t = useTexts(myTexts);
  const standing = standingOf(registration);
  const facts = useFacts(registration, standing);
  const isNow = isUnderWay(standing);
  return (
    <Paper component="article" withBorder p="md" radius="lg">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Anchor href={`/sales/${registration.saleId}`} fw={600}>
          {nameIn(registration.saleNames)}
        </Anchor>
        <StateBadge label={t(`state_${standing}`)} isMarked={isNow} />
      </Group>
      <Text size="sm" c="dimmed">
        {facts.join(" · ")}
      </Text>
      <Button
        component="a"
        href={pathOf(standing, registration)}
        size="xs"
        mt="sm"
        variant={isNow ? "filled" : "default"}
      >
        {t(`go_${standing}`)}
      </Button>
    </Paper>
  );
}

/** What is worth knowing of a registration besides its state, in the order of weight. */
function useFacts(registration: Registration, standing: Standing): readonly string[] {
  const t = useTexts(myTexts);
  const { place, placesAhead, opensAt, registrationClosesAt, registeredAt } = registration;
  const facts: string[] = [];
  if (place !== null) facts.push(t("place", { place: formatNumber(place) }));
  if (standing === "inLine" && placesAhead !== null) {
    facts.push(t("ahead", { count: placesAhead, shown: formatNumber(placesAhead) }));
  }
  if (standing === "registered" && registrationClosesAt !== null) {
    facts.push(t("closesAt", { at: formatDateTime(registrationClosesAt) }));
  }
  const isBefore = ["registered", "drawing", "placeDrawn"].includes(standing);
  if (isBefore && opensAt !== null) facts.push(t("opensAt", { at: formatDateTime(opensAt) }));
  if (facts.length === 0) facts.push(t("registeredAt", { at: formatDateTime(registeredAt) }));
  return facts;
}
