import { expect, it } from "vitest";
import { testDatabase } from "#lib/testing/database.ts";
import { makeClient } from "#lib/testing/oauth.ts";
import { makePatient } from "#lib/testing/people.ts";
import { peopleIn } from "./demo.ts";

it("tells a database with demo programs from one with real people", async () => {
  const look = () => peopleIn(testDatabase().identityUrl, "DATABASE_URL");
  expect(await look()).toBe("nobody");
  await makePatient();
  await makeClient({ id: "portal" });
  expect(await look()).toBe("real");
  await makeClient({ id: "slotwell-demo-service", kind: "service", secret: "x" });
  expect(await look()).toBe("demo");
});
