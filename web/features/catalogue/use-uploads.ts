import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTexts } from "../../ui/language.ts";
import { catalogueTexts } from "./catalogue-texts.ts";
import { refreshProduct } from "./queries.ts";
import { showDone } from "./write.ts";
import { preparePicture, uploadPicture } from "./upload-picture.ts";

/** A file on its way; it stays with its reason where it was refused. */
export interface Upload {
  readonly key: number;
  readonly name: string;
  /** Of one. */
  readonly share: number;
  readonly error?: unknown;
}

let uploads = 0;

/** Sends the files of a product one after another, in the order in which they were chosen. */
export function useUploads(productId: string) {
  const t = useTexts(catalogueTexts);
  const client = useQueryClient();
  const [list, setList] = useState<readonly Upload[]>([]);
  const change = (key: number, more: Partial<Upload>) =>
    setList((before) => before.map((each) => (each.key === key ? { ...each, ...more } : each)));
  const dismiss = (key: number) => setList((before) => before.filter((each) => each.key !== key));
  const add = async (files: readonly File[]) => {
    const waiting = files.map((file) => ({ key: (uploads += 1), name: file.name, share: 0, file }));
    setList((before) => [
      ...before.filter(({ error }) => error === undefined),
      ...waiting.map(({ key, name, share }) => ({ key, name, share })),
    ]);
    let added = 0;
    for (const { key, file } of waiting) {
      try {
        const picture = await preparePicture(file);
        await uploadPicture(productId, picture, (share) => change(key, { share }));
        dismiss(key);
        added += 1;
      } catch (error) {
        change(key, { error });
      }
    }
    await refreshProduct(client, productId);
    if (added > 0) {
      showDone(t("pictureAdded", { count: added }));
    }
  };
  const isBusy = list.some(({ error }) => error === undefined);
  return { list, add, dismiss, isBusy };
}
