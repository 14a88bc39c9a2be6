import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTool } from "./run-tool.ts";

const SECONDS = 300;

/** Lets sqlmap try every parameter of an address. Returns what it found. */
export async function sqlmap(url: string, cookie: string | null): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "slotwell-sqlmap-"));
  try {
    const { output, code } = await runTool(
      "sqlmap",
      [
        ...[
          "-u",
          url,
          "--batch",
          "--level=1",
          "--risk=1",
          "--disable-coloring",
          "--dbms=PostgreSQL",
        ],
        ...["--technique=BEU", "--timeout=30", "--flush-session", `--output-dir=${folder}`],
        ...(cookie === null ? [] : [`--cookie=${cookie}`, "--drop-set-cookie"]),
      ],
      SECONDS,
    );
    if (output.includes("identified the following injection point")) {
      return [`SQL injection: ${url}\n${output.split("---")[1] ?? ""}`];
    }
    if (output.includes("tested parameters do not appear to be injectable")) return [];
    return [`sqlmap did not finish (${code ?? "time"}): ${url}\n${output.slice(-2_000)}`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
