import { expect, it } from "vitest";
import { testDatabase } from "../testing/database.ts";
import { decide, EVENTS, HAPPENED, STATUSES } from "./rules.ts";

const ROLES = ["patient", "doctor", "admin"] as const;
const NOW = Date.parse("2025-01-06T12:00:00Z");
const DAY = 86_400_000;

/** Every step that the rules let somebody take, whatever the hour and the way of approving. */
function stepsOfTheRules(): Set<string> {
  const steps = new Set<string>();
  for (const event of EVENTS)
    for (const status of STATUSES)
      for (const role of ROLES)
        for (const approval of ["manual", "automatic"] as const)
          for (const startsAt of [NOW - DAY, NOW + 9 * DAY]) {
            // Only what a doctor added is accepted or approved after it was confirmed.
            const facts = {
              status,
              startsAt,
              expiresAt: null,
              updatedAt: NOW,
              approval,
              version: 1,
              cutoffMinutes: 0,
              proposals: [NOW + DAY],
              agreed: false,
              outcomeAssumed: false,
            };
            try {
              const next = decide(event, facts, role, NOW, "a reason");
              const moves = event === "reschedule" || (event === "accept" && status === "pending");
              const how = moves ? "in time too" : "in place";
              steps.add(`${HAPPENED[event]}: ${status} -> ${next} by ${role}, ${how}`);
            } catch {
              // Refused: no step.
            }
          }
  return steps;
}

it("is the same table in the rules and in the database", async () => {
  const { rows } = await testDatabase().superuser.query<{ step: string }>(
    `SELECT event || ': ' || from_status || ' -> ' || to_status || ' by ' || by_role ||
       CASE WHEN moves THEN ', in time too' ELSE ', in place' END AS step FROM appointment_transitions`,
  );
  expect(rows.map(({ step }) => step).toSorted()).toEqual([...stepsOfTheRules()].toSorted());
});
