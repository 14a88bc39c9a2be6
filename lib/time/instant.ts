/**
 * Returns the instant that RFC 3339 writes, in milliseconds since 1970; NaN for anything else. A leap second
 * (`23:59:60`), which JavaScript does not read, is the second after it, as computers' clocks count.
 */
export function parseInstant(text: string): number {
  return Date.parse(withoutLeapSecond(text));
}

/** Returns an instant without its leap second; other texts as they are. */
export function withoutLeapSecond(text: string): string {
  const leap = /^(.{17})60(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.exec(text);
  if (!leap) return text;
  const [, before = "", , offset = ""] = leap;
  const at = Date.parse(`${before}59${offset}`) + 1000;
  return Number.isNaN(at) ? text : new Date(at).toISOString();
}
