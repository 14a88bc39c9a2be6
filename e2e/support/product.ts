/** Where the product under test is: started by scripts/test.ts, or by hand. */
export const productUrl = (): string => process.env["SLOTWELL_TEST_URL"] ?? "http://localhost:3000";
