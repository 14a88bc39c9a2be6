/** What the database takes for an encrypted text; no key decrypts it. */
export const someCiphertext = `enc:test:${"A".repeat(40)}`;
