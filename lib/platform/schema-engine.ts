import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  DriverAdapterError,
} from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import { DatabaseError } from "pg";
import { type Migration, migrationsFolder } from "./migrations.ts";

/**
 * Applies what is missing of `migrations`, with Prisma's own engine, so that `prisma migrate deploy`
 * continues where this stopped and the other way round. See
 * docs/decisions/002-embedded-postgresql-and-migrations.md.
 *
 * @returns the names of those applied.
 */
export async function applyMigrations(url: string, migrations: Migration[]): Promise<string[]> {
  const opened: { dispose: () => Promise<void> }[] = [];
  const adapter = bindMigrationAwareSqlAdapterFactory(wholeScripts(url, opened));
  const engine = await loadEngine(adapter);
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: {
        baseDir: migrationsFolder(),
        lockfile: {
          path: "migration_lock.toml",
          content: readFileSync(path.join(migrationsFolder(), "migration_lock.toml"), "utf8"),
        },
        shadowDbInitScript: "",
        migrationDirectories: migrations.map(({ name, script }) => ({
          path: name,
          migrationFile: { path: "migration.sql", content: { tag: "ok", value: script } },
        })),
      },
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } finally {
    engine.free();
    // The engine leaves its connections open: they would hold the database and this process.
    await Promise.all(opened.map((connection) => connection.dispose()));
  }
}

let loading: Promise<typeof SchemaEngine> | undefined;

async function loadEngine(adapter: object): Promise<SchemaEngine> {
  const Engine = await (loading ??= instantiate());
  return Engine.new({ datamodels: undefined }, () => undefined, adapter);
}

/** Once a process: the glue keeps views of the memory of the instance that it was first given. */
async function instantiate(): Promise<typeof SchemaEngine> {
  const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  // Not import.meta.resolve, which the test runner lacks.
  const file = createRequire(import.meta.url).resolve(
    "@prisma/schema-engine-wasm/schema_engine_bg",
  );
  const wasm = new WebAssembly.Module(readFileSync(file.replace(/\.js$/, ".wasm")));
  const { exports } = new WebAssembly.Instance(wasm, {
    "./schema_engine_bg.js": withoutHolding({ ...glue }),
  });
  glue.__wbg_set_wasm(exports);
  (exports["__wbindgen_start"] as () => void)();
  return glue.SchemaEngine;
}

/** The engine never clears the timer of its advisory lock: it must not hold the process for 10 s. */
function withoutHolding(glue: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
  const unreferenced = Object.entries(glue)
    .filter(([name]) => name.startsWith("__wbg_setTimeout"))
    .map(([name, set]) => [
      name,
      (...args: unknown[]) => (set as (...args: unknown[]) => NodeJS.Timeout)(...args).unref(),
    ]);
  return { ...glue, ...(Object.fromEntries(unreferenced) as WebAssembly.ModuleImports) };
}

/** adapter-pg splits scripts at every `;`, through the middle of function bodies. */
function wholeScripts(
  connectionString: string,
  opened: { dispose: () => Promise<void> }[],
): PrismaPg {
  const factory = new PrismaPg({ connectionString, max: 1 });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    opened.push(adapter);
    adapter.executeScript = async (script) => {
      try {
        await adapter.underlyingDriver().query(script);
      } catch (error) {
        throw error instanceof DatabaseError ? asAdapterError(error) : error;
      }
    };
    return adapter;
  };
  return factory;
}

function asAdapterError({ code, severity, message, detail, column, hint }: DatabaseError) {
  return new DriverAdapterError({
    kind: "postgres",
    code: code ?? "XX000",
    severity: severity ?? "ERROR",
    message,
    detail,
    column,
    hint,
  });
}
