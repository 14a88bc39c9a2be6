import { expect, it } from "vitest";
import { asActor } from "./db.ts";
import { withinRequest } from "./request-context.ts";
import { testDatabase } from "./testing/database.ts";
import { openPractice, world } from "./testing/practice.ts";

openPractice();

const nameInDatabase = () =>
  asActor(world.patient, async (tx) => {
    const [row] = await tx.$queryRaw<{ name: string }[]>`
      SELECT application_name AS name FROM pg_stat_activity WHERE pid = pg_backend_pid()`;
    return row?.name;
  });

// Fails when asActor does not set application_name, or sets it for the connection.
it("names each transaction after its request, and leaves no name on the connection", async () => {
  const requests = ["a", "b"].map((id) => ({ id, method: "GET", route: "/" }));
  const names = await Promise.all(
    requests.map((request) => withinRequest(request, nameInDatabase)),
  );
  expect(names).toEqual(["slotwell a", "slotwell b"]);
  const { rows } = await testDatabase().superuser.query(
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'slotwell%'",
  );
  expect(rows).toEqual([]);
});
