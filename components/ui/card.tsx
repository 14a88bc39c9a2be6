import type { ComponentProps } from "react";
import { cx } from "./class-names.ts";

type CardProps = ComponentProps<"div"> & {
  as?: "div" | "section" | "article" | "li";
  /** A band of the accent colour at the edge: the one card that needs the reader. */
  highlighted?: boolean;
};

export function Card({ as: Element = "div", highlighted, className, ...rest }: CardProps) {
  return (
    <Element
      // The four elements take the same attributes; their ref types alone differ.
      {...(rest as object)}
      className={cx(
        "rounded-card border border-line bg-surface p-5 shadow-card sm:p-6",
        highlighted &&
          "relative before:absolute before:inset-y-6 before:-left-px before:w-1 before:rounded-r-full before:bg-accent",
        className,
      )}
    />
  );
}
