"use client";

import { Field } from "./field.tsx";

interface FileFieldProps {
  name: string;
  label: string;
  hint: string;
  accept: string;
  error: string | undefined;
  /** In bytes. */
  most: number;
  /** What is said about a larger file. */
  tooLarge: string;
}

/** A file that is too large is refused before it is sent: the way back from there can be long. */
export function FileField({ most, tooLarge, ...field }: FileFieldProps) {
  return (
    <Field
      {...field}
      id={`file-${field.name}`}
      type="file"
      onChange={({ currentTarget }) => {
        const size = currentTarget.files?.[0]?.size ?? 0;
        currentTarget.setCustomValidity(size > most ? tooLarge : "");
      }}
      required
      className="file:mr-3 file:cursor-pointer file:rounded-control file:border-0 file:bg-tint file:px-3 file:py-1.5 file:font-semibold file:text-brand"
    />
  );
}
