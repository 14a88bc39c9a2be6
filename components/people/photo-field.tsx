"use client";

import { Field } from "#components/ui/field.tsx";
import { MOST_PHOTO_BYTES } from "#lib/people/rules.ts";

interface PhotoFieldProps {
  label: string;
  hint: string;
  error: string | undefined;
  /** What is said about a file that is too large. */
  tooLarge: string;
}

/** A file that is too large is refused before it is sent: the way back from there can be long. */
export function PhotoField({ tooLarge, ...field }: PhotoFieldProps) {
  return (
    <Field
      {...field}
      id="photo-file"
      name="photo"
      type="file"
      accept="image/jpeg,image/png"
      onChange={({ currentTarget }) => {
        const size = currentTarget.files?.[0]?.size ?? 0;
        currentTarget.setCustomValidity(size > MOST_PHOTO_BYTES ? tooLarge : "");
      }}
      required
      className="file:mr-3 file:cursor-pointer file:rounded-control file:border-0 file:bg-tint file:px-3 file:py-1.5 file:font-semibold file:text-brand"
    />
  );
}
