// Phone numbers as people write them. What is written is kept; `lib/formatting/phones.ts` reads it.

const DIGIT = /\p{Nd}/gu;
/** The shortest numbers that a whole island has. */
const MIN_DIGITS = 5;
export const MAX_PHONE_LENGTH = 40;

/** Digits of any script, signs of dialling, and words such as "ext." or "evenings". */
const CHARACTERS = /^[\p{L}\p{M}\p{Nd}\p{Zs}\p{Pd}+＋−()（）[\].／/・#＃*＊,，;；:：~～=&'’]+$/u;

/** Returns whether a text can be a phone number, with an extension or without. */
export const isPhone = (text: string): boolean =>
  CHARACTERS.test(text) && (text.match(DIGIT)?.length ?? 0) >= MIN_DIGITS;
