/** The process cannot start, for a reason that its operator can remove. The message is one line. */
export class StartupError extends Error {
  override name = "StartupError";
}

/** What the operating system or PostgreSQL calls an error (`ENOENT`, `28P01`), or "". */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
