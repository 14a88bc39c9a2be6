"use client";

import type { ComponentProps, ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { buttonClass, type ButtonVariant } from "./button.tsx";
import { cx } from "./class-names.ts";
import { useActionFormContext } from "./form-context.ts";

type SubmitButtonProps = Omit<ComponentProps<"button">, "type" | "disabled"> & {
  children: ReactNode;
  /** Shown while the form is on its way, e.g. "Working…". */
  pendingLabel: string;
  variant?: ButtonVariant | undefined;
  size?: "regular" | "small" | undefined;
  wide?: boolean | undefined;
};

/** The button of a form with a server action: cannot be pressed twice. */
export function SubmitButton({
  children,
  pendingLabel,
  variant,
  size,
  wide,
  className,
  ...rest
}: SubmitButtonProps) {
  const { pending: posting } = useFormStatus();
  const pending = useActionFormContext()?.pending === true || posting;
  return (
    <button
      type="submit"
      disabled={pending}
      className={cx(buttonClass({ variant, size, wide }), className)}
      {...rest}
    >
      {pending && <Spinner />}
      {pending ? pendingLabel : children}
    </button>
  );
}

function Spinner() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className="size-4 animate-spin" fill="none">
      <circle cx="12" cy="12" r="9" stroke="currentColor" strokeWidth="3" className="opacity-30" />
      <path d="M21 12a9 9 0 0 0-9-9" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
