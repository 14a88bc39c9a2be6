type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** `values` without what is undefined: what nobody said, which must not overwrite what is known. */
export function given<T extends object>(values: T): Given<T> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Given<T>;
}
