import { Alert, Button, FileButton, Progress, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconPhotoPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, type Schemas } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { uiTexts } from "../../ui/ui-texts.ts";
import { catalogueTexts } from "./catalogue-texts.ts";
import type { TellDirty } from "./dirty-forms.ts";
import { PictureCard } from "./picture-card.tsx";
import { moved, PICTURES_MAX } from "./product-rules.ts";
import { keepProduct, refreshProduct } from "./queries.ts";
import { Section } from "./section.tsx";
import { type Upload, useUploads } from "./use-uploads.ts";
import { codeOf, useExplain } from "./wording.ts";
import { dataOf } from "./write.ts";

export interface PicturesSectionProps {
  readonly product: Schemas["Product"];
  readonly mayChange: boolean;
  readonly tellDirty: TellDirty;
}

/** The product's pictures: added, put in order, told in words, removed. */
export function PicturesSection({ product, mayChange, tellDirty }: PicturesSectionProps) {
  const t = useTexts(catalogueTexts);
  const explain = useExplain();
  const client = useQueryClient();
  const uploads = useUploads(product.id);
  const [error, setError] = useState<unknown>();
  const [told, setTold] = useState("");
  const { pictures } = product;
  const isFull = pictures.length >= PICTURES_MAX;
  const move = async (index: number, by: -1 | 1) => {
    setError(undefined);
    try {
      const answer = await send.PUT("/api/v1/products/{id}/picture-order", {
        params: { path: { id: product.id } },
        body: { pictures: moved(pictures, index, by).map(({ id }) => id) },
      });
      keepProduct(client, dataOf(answer));
      setTold(t("moved", { number: index + by + 1 }));
    } catch (caught) {
      setError(caught);
      if (codeOf(caught) === "pictures_changed") await refreshProduct(client, product.id);
    }
  };
  return (
    <Section
      title={t("pictures")}
      hint={t("picturesHint")}
      actions={
        mayChange && (
          <FileButton
            multiple
            accept="image/png,image/jpeg,image/webp"
            disabled={isFull || uploads.isBusy}
            onChange={(files) => void uploads.add(files)}
          >
            {(props) => (
              <Button
                {...props}
                variant="default"
                disabled={isFull}
                loading={uploads.isBusy}
                leftSection={<IconPhotoPlus size={18} aria-hidden />}
              >
                {t("addPictures")}
              </Button>
            )}
          </FileButton>
        )
      }
    >
      {mayChange && isFull && (
        <Text size="sm" c="dimmed">
          {t("picturesFull")}
        </Text>
      )}
      {pictures.length === 0 && uploads.list.length === 0 && (
        <Text c="dimmed">{t("noPictures")}</Text>
      )}
      <ProblemAlert error={error} explain={explain} />
      {uploads.list.map((upload) => (
        <UploadLine
          key={upload.key}
          upload={upload}
          onDismiss={() => uploads.dismiss(upload.key)}
        />
      ))}
      {pictures.length > 0 && (
        <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} component="ul" p={0} m={0}>
          {pictures.map((picture, index) => (
            <PictureCard
              key={picture.id}
              picture={picture}
              productId={product.id}
              place={{ index, count: pictures.length }}
              mayChange={mayChange}
              tellDirty={tellDirty}
              onMove={(by) => move(index, by)}
            />
          ))}
        </SimpleGrid>
      )}
      <p className="only-read" aria-live="polite">
        {told}
      </p>
    </Section>
  );
}

interface UploadLineProps {
  readonly upload: Upload;
  readonly onDismiss: () => void;
}

/** How far a file has come, or why it was not taken. */
function UploadLine({ upload, onDismiss }: UploadLineProps) {
  const t = useTexts(catalogueTexts);
  const words = useTexts(uiTexts);
  const explain = useExplain();
  if (upload.error !== undefined) {
    const code = codeOf(upload.error);
    return (
      <Alert
        role="alert"
        color="red"
        variant="light"
        title={t("uploadFailed", { name: upload.name })}
        withCloseButton
        closeButtonLabel={t("dismiss")}
        onClose={onDismiss}
      >
        {(code === undefined ? undefined : explain(code)) ?? words("noAnswer")}
      </Alert>
    );
  }
  const label = t("uploading", { name: upload.name });
  return (
    <Stack gap={4}>
      <Text size="sm">{label}</Text>
      <Progress value={Math.round(upload.share * 100)} aria-label={label} animated />
    </Stack>
  );
}
