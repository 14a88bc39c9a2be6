"use client";

import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names.ts";
import { useEarlyText } from "./early-text.ts";
import { useActionFormContext } from "./form-context.ts";

export interface Option {
  value: string;
  label: string;
}

interface Common {
  name: string;
  label: ReactNode;
  /** The label is read, not shown: what stands around the control says it to the eye. */
  hideLabel?: boolean;
  hint?: ReactNode;
  /** Shown below the control and read out when it changes, for example how what is typed is understood. */
  note?: ReactNode;
  /** From the server, for forms outside an ActionForm; inside one, errors arrive by themselves. */
  error?: string | undefined;
}

export type FieldProps = Common &
  (
    | ({ as?: "input" } & ComponentProps<"input">)
    | ({ as: "textarea" } & ComponentProps<"textarea">)
    | ({ as: "select"; options: readonly Option[] } & ComponentProps<"select">)
    | ({ as: "checkbox" } & ComponentProps<"input">)
  );

/**
 * One labelled control with its hint and its error. Inside an ActionForm it also keeps what was
 * typed, validates when left, and is linked from the summary of errors.
 */
export function Field(props: FieldProps) {
  const form = useActionFormContext();
  const { name, label, hint, required } = props;
  const error = form ? (form.errorOf(name) ?? props.error) : props.error;
  const id = props.id ?? fieldId(form?.id, name);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const wiring: Wiring = {
    ...form?.register(name),
    id,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": described || undefined,
  };
  const control = <Control {...props} wiring={wiring} typed={form?.typed} />;
  const text = (
    <label htmlFor={id} className={props.hideLabel ? "sr-only" : "font-semibold"}>
      {label}
      {required && (
        <span aria-hidden="true" className="text-accent">
          {" *"}
        </span>
      )}
    </label>
  );
  return (
    <div className="flex flex-col gap-1.5">
      {props.as === "checkbox" ? (
        <div className="flex min-h-11 items-center gap-3">
          {control}
          {text}
        </div>
      ) : (
        text
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      {props.as !== "checkbox" && control}
      {props.note !== undefined && (
        <output htmlFor={id} className="text-sm text-soft empty:hidden">
          {props.note}
        </output>
      )}
      {error && (
        <p id={`${id}-error`} className="flex gap-1.5 text-sm font-semibold text-danger">
          <span aria-hidden="true">▲</span>
          {error}
        </p>
      )}
    </div>
  );
}

/** The element id of a field, as a summary of errors links to it. */
export function fieldId(formId: string | undefined, name: string): string {
  return `${formId ?? "field"}-${name}`;
}

interface Wiring {
  id: string;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
}

const box = cx(
  "w-full rounded-control border border-edge bg-surface px-3.5 text-ink placeholder:text-soft",
  "aria-invalid:border-danger aria-invalid:ring-1 aria-invalid:ring-danger",
  "disabled:bg-sunken disabled:text-soft",
);

function Control({
  wiring,
  typed,
  ...props
}: FieldProps & { wiring: Wiring; typed: Record<string, string> | undefined }) {
  const before = typed?.[props.name];
  switch (props.as) {
    case "textarea":
      return <TextArea {...props} {...wiring} before={before} />;
    case "select": {
      const { as, label, hideLabel, hint, note, error, options, defaultValue, className, ...rest } =
        props;
      return (
        // React does not follow a changed defaultValue of a select, so a new one is drawn.
        <select
          key={before}
          {...rest}
          {...wiring}
          defaultValue={before ?? defaultValue}
          className={cx(box, "min-h-11 py-2 pl-2.5", className)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      );
    }
    case "checkbox": {
      const { as, label, hideLabel, hint, note, error, defaultChecked, className, ...rest } = props;
      return (
        <input
          {...rest}
          {...wiring}
          type="checkbox"
          defaultChecked={typed ? before !== undefined : (defaultChecked ?? false)}
          className={cx("size-5 shrink-0 accent-brand", className)}
        />
      );
    }
    default: {
      const { as, label, hideLabel, hint, note, error, defaultValue, className, ...rest } = props;
      // A secret is never sent back to the page, so there is nothing to fill in again.
      const kept = rest.type === "password" ? undefined : (before ?? defaultValue);
      return (
        <input
          dir={directionOf(rest.type)}
          {...rest}
          {...wiring}
          defaultValue={kept}
          className={cx(box, "min-h-11 py-2", className)}
        />
      );
    }
  }
}

/** Free text is written from the side of its first letter; numbers, addresses and dates from the left. */
const directionOf = (type: string | undefined): "auto" | undefined =>
  type === undefined || type === "text" || type === "search" ? "auto" : undefined;

function TextArea({
  as,
  label,
  hideLabel,
  hint,
  note,
  error,
  before,
  defaultValue,
  className,
  ...rest
}: Extract<FieldProps, { as: "textarea" }> & { id: string; before: string | undefined }) {
  return (
    <textarea
      dir="auto"
      rows={4}
      {...rest}
      defaultValue={useEarlyText(rest.id, before ?? defaultValue?.toString())}
      className={cx(box, "py-2.5", className)}
    />
  );
}
