import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTool } from "./run-tool.ts";

const CRAWL_SECONDS = 60;
const MODULE_SECONDS = 20;
/** Those that speak to no machine but the product's. */
const MODULES =
  "backup,cookieflags,crlf,csp,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,blindsql,xss";

/** Findings that were looked at and need no change, by their category and the text that tells them. */
const EXPLAINED: readonly { category: string; text: RegExp; why: string }[] = [
  {
    category: "Content Security Policy Configuration",
    text: /style-src/,
    why: "React and the charts write style attributes; scripts need a nonce.",
  },
  {
    category: "Secure Flag cookie",
    text: /./,
    why: "The scan is over http on this machine; over https cookies are Secure and __Host-.",
  },
  {
    category: "HTTP Secure Headers",
    text: /Strict-Transport-Security|X-XSS-Protection/,
    why: "HSTS is sent over https alone; browsers dropped X-XSS-Protection, CSP replaces it.",
  },
];

interface Report {
  vulnerabilities: Record<string, { info: string; path: string; parameter?: string | null }[]>;
  anomalies: Record<string, { info: string; path: string; parameter?: string | null }[]>;
}

/**
 * Lets wapiti crawl the product from `start` and attack what it finds. Returns what is not explained.
 *
 * @param cookie of a session; null for a visitor.
 */
export async function wapiti(
  base: string,
  start: string,
  cookie: string | null,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "slotwell-wapiti-"));
  const report = join(folder, "report.json");
  try {
    const { output } = await runTool(
      "wapiti",
      [
        ...["-u", `${base}/`, "-s", `${base}${start}`, "--scope", "domain"],
        ...["-m", MODULES, "--no-bugreport", "-S", "polite", "-d", "4", "-t", "20"],
        ...["--max-scan-time", String(CRAWL_SECONDS), "--max-attack-time", String(MODULE_SECONDS)],
        ...["--store-session", folder, "--flush-session", "-f", "json", "-o", report],
        ...(cookie === null ? [] : ["-H", `Cookie: ${cookie}`]),
      ],
      CRAWL_SECONDS + 16 * (MODULE_SECONDS + 10),
    );
    return findingsOf(JSON.parse(readReport(report, output)) as Report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(report: string, output: string): string {
  try {
    return readFileSync(report, "utf8");
  } catch {
    throw new Error(`wapiti made no report:\n${output}`);
  }
}

function findingsOf({ vulnerabilities, anomalies }: Report): string[] {
  return Object.entries({ ...vulnerabilities, ...anomalies }).flatMap(([category, found]) =>
    found
      .filter(
        ({ info }) =>
          !EXPLAINED.some((known) => known.category === category && known.text.test(info)),
      )
      .map(({ info, path, parameter }) => `${category}: ${path} ${parameter ?? ""}: ${info}`),
  );
}
