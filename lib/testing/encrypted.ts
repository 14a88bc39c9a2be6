/** What the database takes for an encrypted text; no key decrypts it. */
export const someCiphertext = `enc:test:${"A".repeat(40)}`;

/** What the database takes for a keyed hash; it is of no text. */
export const someHash = `test:${"h".repeat(43)}`;
