import type { ReactNode } from "react";
import { Button, ButtonLink } from "./button.tsx";
import { cx } from "./class-names.ts";
import { Form } from "./form.tsx";

interface FilterFormProps {
  /** The list's own page. */
  path: string;
  /** For filters that an address must not contain: a server action that leads to the list. */
  find?: (formData: FormData) => Promise<void>;
  /** The button's label, and what the form is called. */
  submit: string;
  reset: string;
  /** How many fields stand side by side where there is room. */
  columns?: 3 | 4;
  children: ReactNode;
}

/** Narrows a list: a plain form whose answer has an address of its own. */
export function FilterForm(props: FilterFormProps) {
  const { path, find, submit, reset, columns = 3, children } = props;
  return (
    <Form
      action={find ?? path}
      role="search"
      aria-label={submit}
      className={cx(
        "grid gap-4 rounded-card border border-line bg-surface p-4 sm:grid-cols-2 print:hidden",
        columns === 4 ? "lg:grid-cols-4" : "lg:grid-cols-3",
      )}
    >
      {children}
      <div className="flex flex-wrap items-end gap-2">
        <Button type="submit">{submit}</Button>
        <ButtonLink href={path} variant="quiet">
          {reset}
        </ButtonLink>
      </div>
    </Form>
  );
}
