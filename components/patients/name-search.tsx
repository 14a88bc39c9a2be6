import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";

interface NameSearchProps {
  path: string;
  q: string | undefined;
  words: { label: string; hint: string; search: string };
  /** Without a name there is nothing to search for. */
  required?: boolean;
  /** Beside the button. */
  children?: ReactNode;
}

/** Looks for patients by name: a plain form whose answer has an address of its own. */
export function NameSearch({ path, q, words, required = false, children }: NameSearchProps) {
  return (
    <form action={path} role="search" className="flex max-w-prose flex-wrap items-end gap-4">
      <div className="min-w-0 grow">
        <Field
          name="q"
          label={words.label}
          hint={words.hint}
          defaultValue={q}
          maxLength={100}
          autoComplete="off"
          required={required}
        />
      </div>
      <Button type="submit">{words.search}</Button>
      {children}
    </form>
  );
}
