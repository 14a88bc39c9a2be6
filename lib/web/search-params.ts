import type { z } from "zod";
import { storable } from "./form-state.ts";

/** What a page gets of the address behind the `?`. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The parameters as text; of a repeated one the first. */
export async function textParams(searchParams: SearchParams): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(await searchParams)) {
    const text = Array.isArray(value) ? value[0] : value;
    if (text !== undefined) values[name] = storable(text);
  }
  return values;
}

/**
 * What a schema makes of the address of a page. An address is typed, shared and cut off: a
 * parameter that is wrong or unknown is left out, and named so that the page can say so.
 */
export function lenient<Schema extends z.ZodType>(
  schema: Schema,
  values: Record<string, string>,
): { value: z.output<Schema>; kept: Record<string, string>; ignored: string[] } {
  const parsed = schema.safeParse(values);
  if (parsed.success) return { value: parsed.data, kept: values, ignored: [] };
  const wrong = new Set(
    parsed.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys" ? issue.keys : [String(issue.path[0])],
    ),
  );
  const kept = Object.fromEntries(Object.entries(values).filter(([name]) => !wrong.has(name)));
  return {
    value: schema.parse(kept),
    kept,
    ignored: Object.keys(values).filter((name) => wrong.has(name)),
  };
}

/** An address with parameters; those without a value are left out. */
export function withParams(
  path: string,
  params: Record<string, string | number | null | undefined>,
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}
