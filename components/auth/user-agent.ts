const BROWSERS: readonly [name: string, sign: RegExp][] = [
  ["Edge", /\bEdg/],
  ["Opera", /\bOPR\//],
  ["Firefox", /\bFirefox\/|\bFxiOS\//],
  ["Chrome", /\b(Chrome|HeadlessChrome|CriOS)\//],
  ["Safari", /\bSafari\//],
];
const SYSTEMS: readonly [name: string, sign: RegExp][] = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["Mac", /\bMacintosh\b/],
  ["Linux", /\bLinux\b/],
];

/** What a person would call the program behind a User-Agent: "Firefox, Windows". Null if unknown. */
export function programOf(userAgent: string): string | null {
  const found = [BROWSERS, SYSTEMS].map(
    (table) => table.find(([, sign]) => sign.test(userAgent))?.[0],
  );
  return found.filter(Boolean).join(", ") || null;
}
