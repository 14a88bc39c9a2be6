import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Form } from "#components/ui/form.tsx";

interface NameSearchProps {
  /** Leads to the list at `path`, at an address without the name. */
  find: (formData: FormData) => Promise<void>;
  path: string;
  q: string | undefined;
  words: { label: string; hint: string; search: string };
  /** Without a name there is nothing to search for. */
  required?: boolean;
  /** Beside the button. */
  children?: ReactNode;
}

/** Looks for patients by name and other facts. Posts, because an address must not contain them. */
export function NameSearch({ find, path, q, words, required = false, children }: NameSearchProps) {
  return (
    <Form action={find} role="search" className="flex max-w-prose flex-wrap items-end gap-4">
      <input type="hidden" name="list" value={path} />
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
    </Form>
  );
}
