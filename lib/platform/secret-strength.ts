/** Of random bytes or letters, far more differ. */
const MIN_DIFFERENT_CHARACTERS = 8;
const MIN_DIFFERENT_BYTES = 16;

/**
 * Words that are typical of example values. A shorter one would occur in random text by chance.
 */
const PLACEHOLDER =
  /change[-_ ]?(?:me|this|it)|secret|password|example|placeholder|replace|default|insecure|your[-_ ](?:own|auth|key|value)|slotwell|development|qwerty|123456|abcdef/i;

/** Returns why a secret of the environment is easy to guess, as words after its name, or null. */
export function weaknessOfSecret(secret: string): string | null {
  const [placeholder] = PLACEHOLDER.exec(secret) ?? [];
  if (placeholder) return `contains "${placeholder}", as examples do`;
  if (isRepeated(Array.from(secret), MIN_DIFFERENT_CHARACTERS)) return "repeats a few characters";
  return null;
}

/** Returns why a key of 32 bytes is easy to guess, as words after its name, or null. */
export function weaknessOfKey(key: Uint8Array): string | null {
  const bytes = [...key];
  if (isRepeated(bytes, MIN_DIFFERENT_BYTES)) return "repeats a few bytes";
  const step = (bytes[1] ?? 0) - (bytes[0] ?? 0);
  if (bytes.every((byte, index) => index === 0 || byte - (bytes[index - 1] ?? 0) === step)) {
    return "counts up or down";
  }
  // Of random keys, one in 10^13 has only printable characters.
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) return "is text in base64";
  return null;
}

/** Whether few of the parts differ, or the second half repeats the first. */
function isRepeated(parts: readonly (string | number)[], minDifferent: number): boolean {
  if (new Set(parts).size < minDifferent) return true;
  const periods = Array.from({ length: Math.floor(parts.length / 2) }, (_, index) => index + 1);
  return periods.some((period) =>
    parts.every((part, index) => index < period || part === parts[index - period]),
  );
}
