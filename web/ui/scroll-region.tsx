import type { ReactNode } from "react";
import classes from "./scroll-region.module.css";

export interface ScrollRegionProps {
  /** What is in it, for whoever comes to it by keyboard. */
  readonly label: string;
  /** Nothing scrolls upwards and downwards unless told. */
  readonly maxHeight?: string;
  readonly children: ReactNode;
}

/** What may be wider than the page, such as a table; the keyboard reaches and scrolls it. */
export function ScrollRegion({ label, maxHeight, children }: ScrollRegionProps) {
  return (
    <section
      className={classes["region"]}
      style={maxHeight === undefined ? undefined : { maxHeight }}
      aria-label={label}
      // Without it the keyboard could not scroll what is wider (WCAG 2.2, 2.1.1).
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {children}
    </section>
  );
}
