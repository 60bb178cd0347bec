import { Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { colourSchemes } from "../../../server/platform/pages/accent-colours.ts";
import { logoBox } from "../../../server/platform/pages/logo-box.ts";
import classes from "./preview.module.css";

export interface LogoPreviewProps {
  readonly url: string;
  /** Of the brand, for who cannot see the picture. */
  readonly name: string;
  readonly title: string;
}

/** A logo in the size and on both backgrounds that pages have. */
export function LogoPreview({ url, name, title }: LogoPreviewProps) {
  const [size, setSize] = useState({ width: 36, height: 36 });
  return (
    <Stack gap={4}>
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      <Group gap="sm">
        {colourSchemes.map((scheme) => (
          <span key={scheme} className={classes["logo"]} style={{ colorScheme: scheme }}>
            <img
              src={url}
              alt={scheme === "light" ? name : ""}
              {...logoBox(size)}
              onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
                if (naturalWidth > 0) setSize({ width: naturalWidth, height: naturalHeight });
              }}
            />
          </span>
        ))}
      </Group>
    </Stack>
  );
}
