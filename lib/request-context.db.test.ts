import { expect, it } from "vitest";
import { asActor } from "./db.ts";
import { withinRequest } from "./request-context.ts";
import { openPractice, world } from "./testing/practice.ts";

openPractice();

const nameInDatabase = () =>
  asActor(world.patient, async (tx) => {
    const [row] = await tx.$queryRaw<{ name: string }[]>`
      SELECT application_name AS name FROM pg_stat_activity WHERE pid = pg_backend_pid()`;
    return row?.name;
  });

// Fails when asActor does not set application_name, or sets it for the connection.
it("names each transaction after its request, and no other one on the same connection", async () => {
  const requests = ["a", "b"].map((id) => ({ id, method: "GET", route: "/" }));
  const names = await Promise.all(
    requests.map((request) => withinRequest(request, nameInDatabase)),
  );
  expect(names).toEqual(["slotwell a", "slotwell b"]);
  expect(await nameInDatabase()).toBe("slotwell");
});
