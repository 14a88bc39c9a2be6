import { expect, it } from "vitest";
import { testDatabase } from "#lib/testing/database.ts";
import { targetOf } from "#lib/testing/databases.ts";
import { makeClient } from "#lib/testing/oauth.ts";
import { makePatient } from "#lib/testing/people.ts";
import { accountsIn } from "./demo.ts";

it("tells a database with demo clients from one with real accounts", async () => {
  const look = () => accountsIn(targetOf(testDatabase().identityUrl));
  expect(await look()).toBe("none");
  await makePatient();
  await makeClient({ id: "portal" });
  expect(await look()).toBe("real");
  await makeClient({ id: "slotwell-demo-service", kind: "service", secret: "x" });
  expect(await look()).toBe("demo");
});
