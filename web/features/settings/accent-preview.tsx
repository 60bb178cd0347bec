import { Stack, Text } from "@mantine/core";
import type { CSSProperties } from "react";
import {
  accentProperties,
  type ColourScheme,
  defaultAccents,
  readColour,
} from "../../../server/platform/pages/accent-colours.ts";
import { useTexts } from "../../ui/language.ts";
import classes from "./preview.module.css";
import { settingsTexts } from "./settings-texts.ts";

export interface AccentPreviewProps {
  readonly scheme: ColourScheme;
  /** The accent as it is being typed; what is no colour yet shows the default. */
  readonly text: string;
}

/** A piece of a page in one scheme, as it would look; nothing of it can be pressed. */
export function AccentPreview({ scheme, text }: AccentPreviewProps) {
  const t = useTexts(settingsTexts);
  const accent = readColour(text) ?? defaultAccents[scheme];
  const colours = accentProperties({ ...defaultAccents, [scheme]: accent });
  // Custom properties have no type of their own among React's styles.
  const style = { colorScheme: scheme, ...colours } as CSSProperties;
  return (
    <div>
      <Text size="xs" c="dimmed" mb={4}>
        {t(scheme === "light" ? "previewLight" : "previewDark")}
      </Text>
      <div className={classes["page"]} style={style} aria-hidden>
        <Stack gap="sm" align="flex-start">
          <span>
            {t("previewText")} <span className={classes["link"]}>{t("previewLink")}</span>
          </span>
          <span className={classes["notice"]}>{t("previewNotice")}</span>
          <span className={classes["button"]}>{t("previewButton")}</span>
        </Stack>
      </div>
    </div>
  );
}
