/** The password of every demo account. */
export const DEMO_PASSWORD = "slotwell-demo";

/** The demo account of this name, for example `patient1`. */
export const demoEmail = (name: string): string => `${name}@slotwell.test`;
