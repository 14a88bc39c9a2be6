/** How large an uploaded photo may be, in bytes. */
export const MOST_PHOTO_BYTES = 5 * 1024 * 1024;
