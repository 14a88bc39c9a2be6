/** Shorter words have too many neighbours, and longer ones cost too much. */
const [MIN_LETTERS, MAX_LETTERS] = [3, 20];
const LETTERS_ALONE = /^[\p{L}\p{M}]+$/u;

/**
 * Returns patterns of LIKE for the words of a `search_name` that differ from `word` by one typing error: a
 * letter that is wrong, missing or too many, or two that changed places. None for a word that is too
 * short or too long, or is not of letters.
 */
export function typosOf(word: string): string[] {
  const letters = Array.from(word);
  const { length } = letters;
  if (length < MIN_LETTERS || length > MAX_LETTERS || !LETTERS_ALONE.test(word)) return [];
  const neighbours = letters.flatMap((letter, at) => {
    const before = letters.slice(0, at).join("");
    const [after, afterNext] = [at + 1, at + 2].map((from) => letters.slice(from).join(""));
    const wrong = `${before}_${after}`;
    const missing = `${before}_${letter}${after}`;
    const tooMany = `${before}${after}`;
    const swapped = `${before}${letters[at + 1] ?? ""}${letter}${afterNext}`;
    return [wrong, missing, tooMany, swapped];
  });
  const different = new Set([...neighbours, `${word}_`]);
  different.delete(word);
  // A blank stands before and after each word of a name.
  return [...different].map((neighbour) => `% ${neighbour} %`);
}

/**
 * Returns patterns of LIKE for three parts of a word. One typing error changes two of them at most: what has
 * none of the parts has none of the typos either.
 */
export function partsOf(word: string): string[] {
  const letters = Array.from(word);
  const third = Math.ceil(letters.length / 3);
  const parts = [0, third, 2 * third].map((from) => letters.slice(from, from + third).join(""));
  return [...new Set(parts)].map((part) => `%${part}%`);
}
