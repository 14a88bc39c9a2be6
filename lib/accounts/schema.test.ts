import { describe, expect, it } from "vitest";
import { accountChangeSchema } from "./schema.ts";

describe("what a change of an account may say", () => {
  const id = "01987654-3210-7000-8000-000000000000";
  it.each([
    [{ disabled: true }, null],
    [{ disabled: true, appointments: "keep" }, null],
    [{ disabled: true, appointments: "cancel", reason: "Gone" }, null],
    [{ role: "patient", appointments: "cancel", reason: "Gone" }, null],
    [{ disabled: true, appointments: "reassign", reassignTo: id }, null],
    [{ disabled: true, appointments: "reassign", reassignTo: id, reason: "Gone" }, null],
    [{ appointments: "keep" }, "role"],
    [{ disabled: false, appointments: "cancel", reason: "Gone" }, "appointments"],
    [{ disabled: true, appointments: "cancel" }, "reason"],
    [{ disabled: true, appointments: "cancel", reason: " \u200b " }, "reason"],
    [{ disabled: true, appointments: "reassign" }, "reassignTo"],
    [{ disabled: true, appointments: "reassign", reassignTo: "x" }, "reassignTo"],
    [{ disabled: true, reassignTo: id }, "reassignTo"],
    [{ disabled: true, reason: "Gone" }, "reason"],
    [{ disabled: true, appointments: "cancel", reason: "x".repeat(1001) }, "reason"],
    [{ disabled: true, appointments: "delete" }, "appointments"],
  ])("%j", (change, path) => {
    const parsed = accountChangeSchema.safeParse(change);
    expect(parsed.error?.issues[0]?.path.join(".") ?? null).toBe(path);
  });
});
