import type { FieldErrors, Resolver } from "react-hook-form";
import { fieldErrorsOf, formValues, type FieldWords } from "#lib/web/form-state.ts";
import { loadSchema, type FormSchemaName } from "./form-schemas.ts";

export type Typed = Record<string, string>;

/**
 * Checks a form in the browser with the server's schema. It reads the form's own data, hidden
 * fields included, exactly as the server will, and loads schema and zod on first use. If they
 * cannot be loaded the form is let through: the server decides anyway.
 */
export function lazyResolver(
  name: FormSchemaName | undefined,
  formId: string,
  words: FieldWords,
): Resolver<Typed> {
  return async (values) => {
    const form = document.getElementById(formId);
    if (!name || !(form instanceof HTMLFormElement)) return { values, errors: {} };
    const data = formValues(new FormData(form));
    const schema = await loadSchema(name).catch(() => undefined);
    const result = await schema?.safeParseAsync(data);
    if (!result || result.success) return { values: data, errors: {} };
    const messages = Object.entries(fieldErrorsOf(result.error, words));
    if (messages.length === 0) return { values: data, errors: {} };
    return {
      values: {},
      errors: Object.fromEntries(
        messages.map(([field, message]) => [field, { type: "schema", message }]),
      ),
    };
  };
}

/** What the resolver found, by field. */
export function messagesOf(errors: FieldErrors<Typed>): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const [name, error] of Object.entries(errors)) {
    if (error?.message) messages[name] = error.message;
  }
  return messages;
}
