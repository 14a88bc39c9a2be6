/** Small letters without accents, as the column `folded_name` has them. */
export function folded(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}

/** How large an uploaded photo may be, in bytes. */
export const MOST_PHOTO_BYTES = 5 * 1024 * 1024;
