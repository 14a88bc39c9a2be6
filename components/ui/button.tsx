import Link from "next/link";
import type { ComponentProps } from "react";
import { cx } from "./class-names.ts";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";

interface Look {
  variant?: ButtonVariant | undefined;
  /** Small is for rows of a table; on phones every size keeps a 44 px target. */
  size?: "regular" | "small" | undefined;
  /** Takes the full width of its parent on phones. */
  wide?: boolean | undefined;
}

const variants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-brand text-on-brand hover:bg-brand-strong",
  secondary: "border-edge bg-surface text-ink hover:border-brand hover:bg-tint",
  quiet: "border-transparent bg-transparent text-brand hover:bg-tint",
  danger: "border-danger bg-surface text-danger hover:bg-danger-tint",
};

const sizes = {
  regular: "min-h-11 px-5 py-2",
  small: "min-h-11 px-3.5 py-1 text-sm sm:min-h-9",
};

/** The class names of a button, for the rare element that is neither a button nor a link. */
export function buttonClass({ variant = "primary", size = "regular", wide }: Look): string {
  return cx(
    "inline-flex cursor-pointer items-center justify-center gap-2 rounded-control border font-semibold transition-colors",
    "disabled:cursor-default disabled:opacity-60 aria-disabled:cursor-default aria-disabled:opacity-60 print:hidden",
    variants[variant],
    sizes[size],
    wide && "w-full sm:w-auto",
  );
}

export function Button({
  variant,
  size,
  wide,
  className,
  type = "button",
  ...rest
}: Look & ComponentProps<"button">) {
  return (
    <button type={type} className={cx(buttonClass({ variant, size, wide }), className)} {...rest} />
  );
}

/** A link that looks like a button. Not prefetched: nearly every page here is drawn per person. */
export function ButtonLink({
  variant,
  size,
  wide,
  className,
  ...rest
}: Look & ComponentProps<typeof Link>) {
  return (
    <Link
      prefetch={false}
      className={cx(buttonClass({ variant, size, wide }), className)}
      {...rest}
    />
  );
}
