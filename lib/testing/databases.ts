import type { Target } from "#lib/platform/connect.ts";

/** A login of a test as the platform's functions take it. */
export const targetOf = (url: string): Target => ({ url, name: "the test database" });

/** The server of a run, and what the names of everything made on it begin with. */
export interface RunOfTests {
  /** Of a superuser. */
  url: string;
  prefix: string;
}

/** One database of a run and the logins to it. */
export function databaseOf({ url, prefix }: RunOfTests, suffix: string) {
  const name = `${prefix}_${suffix}`;
  const as = (login?: string) => {
    const changed = new URL(url);
    changed.pathname = `/${name}`;
    if (login) {
      changed.username = `${prefix}_${login}`;
      changed.password = prefix;
    }
    return changed.href;
  };
  return {
    name,
    superuserUrl: as(),
    ownerUrl: as("owner"),
    appUrl: as("app"),
    identityUrl: as("identity"),
  };
}
