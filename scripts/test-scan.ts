// `npm run test:scan`: scanners that others wrote attack the running product, which has demo data of
// its own: wapiti (as a visitor, a patient, a doctor and an admin), sqlmap, and `npm audit`. Takes about
// half an hour at most. Speaks to 127.0.0.1 alone, but for `npm audit`.
import { sessionCookies, signInOverHttp } from "../e2e/support/sessions.ts";
import { demoEmail } from "../e2e/support/people.ts";
import { CookieBrowser } from "../lib/testing/cookie-browser.ts";
import { startProduct, stopProducts } from "./product.ts";
import { runTool } from "./scan/run-tool.ts";
import { sqlmap } from "./scan/sqlmap.ts";
import { wapiti } from "./scan/wapiti.ts";

/** Addresses with parameters that reach the database, and who may ask. */
const WITH_PARAMETERS: readonly [path: string, user: string | null][] = [
  ["/doctors?q=heart&specialization=cardiology&day=2030-01-01", null],
  ["/times?specialization=cardiology&part=morning&from=2030-01-01", null],
  ["/api/v1/doctors?q=a&limit=5", null],
  ["/api/v1/slots?from=2030-01-01&to=2030-01-02&specialization=cardiology", null],
  ["/api/v1/appointments?status=confirmed&from=2030-01-01&limit=5", "patient1"],
  ["/api/v1/patients?q=ben&limit=5", "doctor1"],
  ["/api/v1/users?q=ben&role=patient&limit=5", "admin"],
  ["/api/v1/audit?from=2026-01-01&action=account.registered&limit=5", "admin"],
];

/** Where wapiti begins, and in which account. */
const PLACES: readonly [path: string, user: string | null][] = [
  ["/", null],
  ["/patient", "patient1"],
  ["/doctor", "doctor1"],
  ["/admin", "admin"],
];

/** With an argument: only the scanner of this name. */
const [only] = process.argv.slice(2);
const isChosen = (scanner: string) => only === undefined || only === scanner;

let failed = 0;
let passed = 0;

function tell(what: string, findings: readonly string[]): void {
  if (findings.length === 0) passed++;
  else failed++;
  console.log(`${findings.length === 0 ? "✓" : "✗"} ${what}`);
  for (const finding of findings) console.log(`    ${finding}`);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void stopProducts().finally(() => process.exit(1)));
}

const { output, code } = await runTool("npm", ["audit", "--omit=dev"], 120);
if (output.includes("audit endpoint returned an error")) {
  console.log("- npm audit was not run: this registry does not offer it");
} else tell("npm audit", code === 0 ? [] : [output]);

try {
  const { url } = await startProduct();
  const cookies = new Map<string | null, string | null>([[null, null]]);
  for (const user of ["patient1", "doctor1", "admin"]) {
    const browser = await signInOverHttp(demoEmail(user), new CookieBrowser(url));
    cookies.set(
      user,
      sessionCookies(browser)
        .map((cookie) => cookie.join("="))
        .join("; "),
    );
  }
  const cookieOf = (user: string | null) => cookies.get(user) ?? null;
  for (const [path, user] of isChosen("sqlmap") ? WITH_PARAMETERS : []) {
    tell(`sqlmap ${user ?? "visitor"} ${path}`, await sqlmap(url + path, cookieOf(user)));
  }
  for (const [start, user] of isChosen("wapiti") ? PLACES : []) {
    const findings = await wapiti(url, start, cookieOf(user));
    const { status } = await fetch(url + start, {
      headers: { Cookie: cookieOf(user) ?? "" },
      redirect: "manual",
    });
    if (status !== 200) findings.push(`${start} answers ${status} now: was the session ended?`);
    tell(`wapiti ${user ?? "visitor"}`, findings);
  }
} finally {
  await stopProducts();
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
