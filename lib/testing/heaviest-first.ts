import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest, the longest first. */
const HEAVIEST = [
  "lib/access/matrix.db.test.ts",
  "lib/appointments/storm.db.test.ts",
  "lib/appointments/model.db.test.ts",
  "lib/availability/properties.test.ts",
];

/**
 * Starts long files first, so that no worker is left alone with one at the end. The files of a
 * project stay together, because a worker serves one project.
 */
export class HeaviestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted(
      (a, b) => a.project.name.localeCompare(b.project.name) || rank(a) - rank(b),
    );
  }
}

function rank({ moduleId }: TestSpecification): number {
  const found = HEAVIEST.findIndex((file) => moduleId.endsWith(`/${file}`));
  return found === -1 ? HEAVIEST.length : found;
}
