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
    <div
      className={classes["region"]}
      style={maxHeight === undefined ? undefined : { maxHeight }}
      role="region"
      aria-label={label}
      tabIndex={0}
    >
      {children}
    </div>
  );
}
