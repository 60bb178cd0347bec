import { ActionIcon, Button, Card, Group, Image, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconArrowLeft, IconArrowRight } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { send, type Schemas } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { catalogueTexts } from "./catalogue-texts.ts";
import type { TellDirty } from "./dirty-forms.ts";
import { ALTERNATIVE_LENGTH_MAX, whyNoAlternative } from "./product-rules.ts";
import { formLanguages, inFormLanguages, mergedTexts } from "./product-values.ts";
import { refreshProduct } from "./queries.ts";
import { useExplain } from "./wording.ts";
import { dataOf, showDone, useWrite } from "./write.ts";

type Picture = Schemas["Product"]["pictures"][number];

export interface PictureCardProps {
  readonly picture: Picture;
  readonly productId: string;
  /** Where it stands among the product's pictures. */
  readonly place: { readonly index: number; readonly count: number };
  readonly mayChange: boolean;
  readonly tellDirty: TellDirty;
  readonly onMove: (by: -1 | 1) => Promise<void>;
}

/** One picture: where it stands, and what it shows in words. */
export function PictureCard(props: PictureCardProps) {
  const { picture, productId, place, mayChange, tellDirty } = props;
  const t = useTexts(catalogueTexts);
  const explain = useExplain();
  const client = useQueryClient();
  const number = place.index + 1;
  const remove = async () => {
    const init = { params: { path: { id: picture.id } } };
    dataOf(await send.DELETE("/api/v1/pictures/{id}", init));
    tellDirty(picture.id, false);
    await refreshProduct(client, productId);
    showDone(t("pictureRemoved"));
  };
  return (
    <Card component="li" withBorder padding="sm" radius="md">
      <Card.Section bg="var(--sunken)">
        <Image
          src={picture.path}
          alt={nameIn(picture.texts)}
          width={picture.width}
          height={picture.height}
          h={180}
          fit="contain"
          loading="lazy"
        />
      </Card.Section>
      <Stack gap="sm" pt="sm">
        <Group justify="space-between" gap="xs" mih={34}>
          <Text size="sm" fw={600}>
            {t(place.index === 0 ? "pictureFirst" : "picture", { number })}
          </Text>
          {mayChange && <MoveButtons {...props} number={number} />}
        </Group>
        <AlternativeForm {...props} />
        {mayChange && (
          <ConfirmButton
            variant="subtle"
            color="red"
            size="compact-sm"
            w="fit-content"
            label={t("removePicture")}
            aria-label={t("removeNumber", { number })}
            question={t("removeNumber", { number })}
            consequence={t("removeConsequence")}
            explain={explain}
            onConfirm={remove}
          />
        )}
      </Stack>
    </Card>
  );
}

function MoveButtons({
  place,
  number,
  onMove,
}: Pick<PictureCardProps, "place" | "onMove"> & { readonly number: number }) {
  const t = useTexts(catalogueTexts);
  const [isBusy, setIsBusy] = useState(false);
  const move = async (by: -1 | 1) => {
    setIsBusy(true);
    await onMove(by);
    setIsBusy(false);
  };
  return (
    <ActionIcon.Group>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t("moveEarlier", { number })}
        disabled={isBusy || place.index === 0}
        onClick={() => void move(-1)}
      >
        <IconArrowLeft size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t("moveLater", { number })}
        disabled={isBusy || place.index === place.count - 1}
        onClick={() => void move(1)}
      >
        <IconArrowRight size={16} aria-hidden />
      </ActionIcon>
    </ActionIcon.Group>
  );
}

/** What the picture shows, for fans who do not see it. */
function AlternativeForm({ picture, productId, mayChange, tellDirty }: PictureCardProps) {
  const t = useTexts(catalogueTexts);
  const explain = useExplain();
  const client = useQueryClient();
  const write = useWrite();
  const [shown, setShown] = useState(picture);
  const check = (text: string) => {
    const problem = whyNoAlternative(text);
    return problem === undefined ? null : t(problem);
  };
  const form = useForm({
    initialValues: { ...inFormLanguages(picture.texts) },
    validateInputOnChange: true,
    validate: { en: check, "zh-Hans": check },
  });
  const isDirty = form.isDirty();
  useEffect(() => tellDirty(picture.id, isDirty), [isDirty, picture.id, tellDirty]);
  const submit = form.onSubmit(async (typed) => {
    const isSaved = await write.run(async () => {
      const body = { version: shown.version, texts: mergedTexts(shown.texts, typed) };
      const init = { params: { path: { id: picture.id } }, body };
      setShown(dataOf(await send.PATCH("/api/v1/pictures/{id}", init)));
      await refreshProduct(client, productId);
    }, t("saved"));
    if (isSaved) form.resetDirty(typed);
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="xs">
        {formLanguages.map(({ tag, name }) => (
          <TextInput
            key={tag}
            size="sm"
            lang={tag}
            label={t("altIn", { language: t(name) })}
            description={tag === "en" ? t("altHint") : undefined}
            maxLength={2 * ALTERNATIVE_LENGTH_MAX}
            disabled={!mayChange}
            {...form.getInputProps(tag)}
          />
        ))}
        <ProblemAlert error={write.error} explain={explain} />
        {isDirty && (
          <Button type="submit" size="xs" w="fit-content" loading={write.isBusy}>
            {t("save")}
          </Button>
        )}
      </Stack>
    </form>
  );
}
