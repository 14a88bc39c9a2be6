import { APOSTROPHES, BREAKS, LETTERS, MARKS, UNSEEN } from "#lib/search/rules.ts";

/** A text as PostgreSQL reads it between quotes, whatever it is. */
const quoted = (text: string): string =>
  /^[\x20-\x7E]*$/.test(text)
    ? `'${text.replaceAll("'", "''")}'`
    : `U&'${text
        .replaceAll("\\", "\\\\")
        .replaceAll("'", "''")
        .replace(/[^\x20-\x7E]/gu, escaped)}'`;

function escaped(letter: string): string {
  const hex = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return hex.length > 4 ? `\\+${hex.padStart(6, "0")}` : `\\${hex.padStart(4, "0")}`;
}

/** Returns the body of `fold_name` as the tables of lib/search/rules.ts have it, for a migration. */
export function foldSql(): string {
  const dropped = quoted(`[${APOSTROPHES}${MARKS}${UNSEEN}]`);
  const one = LETTERS.filter((entry) => entry.length === 2);
  const none = LETTERS.filter((entry) => entry.length === 1);
  const several = LETTERS.filter((entry) => entry.length > 2);
  const from = quoted([...one, ...none].map((entry) => entry.slice(0, 1)).join(""));
  const to = quoted(one.map((entry) => entry.slice(1)).join(""));
  const replaced = several.map((entry) => {
    return `  folded := replace(folded, ${quoted(entry.slice(0, 1))}, ${quoted(entry.slice(1))});`;
  });
  return [
    "",
    "DECLARE",
    "  folded text := name;",
    "BEGIN",
    `  folded := normalize(regexp_replace(folded, ${dropped}, '', 'g'), NFKD);`,
    `  folded := lower(regexp_replace(folded, ${dropped}, '', 'g') COLLATE "und-x-icu");`,
    `  folded := translate(folded, ${from}, ${to});`,
    ...replaced,
    `  RETURN trim(regexp_replace(folded, ${quoted(`[${BREAKS}]+`)}, ' ', 'g'));`,
    "END",
    "",
  ].join("\n");
}
