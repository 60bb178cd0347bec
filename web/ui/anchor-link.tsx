import { Anchor, type AnchorProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ComponentPropsWithRef } from "react";

type Props = Omit<AnchorProps, "href"> & Omit<ComponentPropsWithRef<"a">, keyof AnchorProps>;

function PlainAnchor(props: Props) {
  return <Anchor {...props} />;
}

/** A link within the app that looks like the library's own; its address is checked by type. */
export const AnchorLink = createLink(PlainAnchor);
