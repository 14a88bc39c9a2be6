import { appliedMigrations } from "../db.ts";
import { migrationsOnDisk } from "./migrations.ts";

export interface Readiness {
  database: boolean;
  migrations: boolean;
}

let wanted: string[] | undefined;

/** Whether requests can be served: the database answers, and has every migration of this version. */
export async function readiness(): Promise<Readiness> {
  try {
    wanted ??= migrationsOnDisk().map(({ name }) => name);
    const applied = await appliedMigrations();
    return { database: true, migrations: wanted.every((name) => applied.includes(name)) };
  } catch {
    return { database: false, migrations: false };
  }
}
