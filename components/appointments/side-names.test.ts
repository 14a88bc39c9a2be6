import { expect, it } from "vitest";
import { sideNames } from "./side-names.ts";

const appointment = {
  doctor: { id: "d", name: "Ada Byron", specialization: "cardiology" },
  patient: { id: "p", name: "Samantha Lee", preferredName: "Sam", pronouns: null },
};

it("says by which name staff address the patient who acted", () => {
  const staff = { doctor: "Ada Byron", patient: "Sam (Samantha Lee)", admin: null };
  expect(sideNames(appointment, "doctor")).toEqual(staff);
  expect(sideNames(appointment, "admin")).toEqual(staff);
  expect(sideNames(appointment, "patient").patient).toBe("Samantha Lee");
});
