/**
 * What a form and its server action say to each other. Free of any framework, so that an action's
 * answer can be tested as a value.
 */
export type FormState =
  | { status: "idle" }
  | {
      status: "error";
      /** One sentence for the head of the form. */
      message: string;
      code?: string;
      /** Field name -> sentence shown beside the field. */
      fieldErrors?: Record<string, string>;
      /** What was typed, so that a reloaded page (no JavaScript) loses nothing. */
      values: Record<string, string>;
      /** Ways on without typing again: each a button that sends the form with this value. */
      alternatives?: { name: string; value: string; label: string }[];
      /** What has to be decided before it goes on; asked at the foot of the form. */
      questions?: Question[];
    }
  | {
      status: "done";
      message: string;
      /** What is shown this once, to be copied or downloaded as a text file. */
      facts?: { label: string; value: string; download?: { name: string; label: string } }[];
      /** Where to go on: the form is over. */
      next?: { href: string; label: string };
    };

/** A question that the answer to a form asks back: a choice, a secret, or words where there are no options. */
export interface Question {
  name: string;
  label: string;
  hint?: string;
  options?: { value: string; label: string }[];
  /** Never sent back to the page, and typed unseen unless it counts only once: what browsers fill in here. */
  secret?: { autoComplete: string; isVisible?: boolean };
  /** What is chosen or written until somebody says otherwise. */
  answer: string;
}

/** The answer that refuses. */
export type RefusedForm = Extract<FormState, { status: "error" }>;

export type FormAction = (previous: FormState, formData: FormData) => Promise<FormState>;

export const idle: FormState = { status: "idle" };

/**
 * The text fields of a submitted form as `name -> text`: what a schema parses, on the server and in
 * the browser alike. Files, the framework's own `$…` fields and the form's `_…` ones (see
 * `FormMeta`) are left out. A repeated name keeps its last value; an unticked box is absent.
 */
export function formValues(formData: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of formData) {
    if (typeof value === "string" && !/^[$_]/.test(name)) values[name] = storable(value);
  }
  for (const [name, value] of formData) {
    const instead = /^_instead\.(.+)$/.exec(name)?.[1];
    if (instead !== undefined && typeof value === "string") values[instead] = value;
  }
  return values;
}

/** Without NUL, which nobody types and PostgreSQL does not store. */
export const storable = (text: string): string => text.replaceAll("\0", "");

/**
 * What a form carries besides what is typed, in hidden fields whose names begin with `_`. What it is
 * about (`_id`) is read by `subjectOf`, which rejects a form without it.
 */
export interface FormMeta {
  /** `_key`: sent twice, the form counts once. */
  key: string | undefined;
  /** `_version`: what the person saw. */
  version: number | undefined;
}

export function formMeta(formData: FormData): FormMeta {
  const text = (name: string) => {
    const value = formData.get(name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const version = text("_version");
  return {
    key: text("_key")?.slice(0, 200),
    // What cannot be read is no version that anybody saw: 0 is none, and so the change is refused.
    version:
      version === undefined ? undefined : /^[1-9]\d{0,8}$/.test(version) ? Number(version) : 0,
  };
}

/** The catalogue's `errors.fields`: sentences for what can be wrong with one field. */
export type FieldWords = Readonly<Record<string, string>>;

/** The part of a zod issue that is read here. */
interface Issue {
  path: readonly PropertyKey[];
  message: string;
  code?: string | undefined;
  minimum?: unknown;
  format?: unknown;
}

/**
 * One sentence per field, the first complaint of each: `FormState["fieldErrors"]` from a zod error.
 * Fields inside a list are named as `nested` reads them: `rows:3:from`.
 * Complaints about the form as a whole are left out: they belong in its `message`.
 */
export function fieldErrorsOf(
  error: { issues: readonly Issue[] },
  words: FieldWords,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) {
    if (issue.path.length > 0) errors[issue.path.map(String).join(":")] ??= wordIssue(issue, words);
  }
  return errors;
}

/**
 * A schema's message is a key of `errors.fields`; where the schema gives none, zod's own message is
 * not one of these, and the kind of complaint chooses the sentence.
 */
function wordIssue(issue: Issue, words: FieldWords): string {
  return wordMessage(issue.message, words) ?? words[keyOf(issue)] ?? issue.message;
}

/**
 * Returns the sentence for a message of a schema: a key of `errors.fields`, and values that its sentence
 * shows as {0} and {1}, as in `ambiguous_number 4500 4.5`.
 */
export function wordMessage(message: string, words: FieldWords): string | undefined {
  const [key = "", ...values] = message.split(" ");
  const sentence = words[key];
  return values.reduce((text, value, at) => text?.replace(`{${at}}`, value), sentence);
}

function keyOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return "required"; // a form sends text or nothing
    case "too_small":
      return issue.minimum === 1 ? "required" : "too_short";
    case "too_big":
      return "too_long";
    case "invalid_format":
      return issue.format === "email" ? "email" : "invalid";
    default:
      return "invalid";
  }
}
