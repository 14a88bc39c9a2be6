import type { VisitTypeFacts } from "#lib/availability/queries.ts";

export type VisitTypePlan = Omit<VisitTypeFacts, "id">;

const visitType = (
  name: string,
  minutes: number,
  step: number,
  more: Partial<VisitTypePlan> = {},
): VisitTypePlan => ({
  name,
  minutes,
  step,
  bufferBefore: 0,
  bufferAfter: 0,
  bookableOnline: true,
  ...more,
});

/** What every doctor offers; the first is what a patient gets who does not choose. */
const USUAL = [
  visitType("Consultation", 30, 30),
  visitType("Follow-up", 15, 15),
  visitType("New patient", 45, 15),
];

/** What some specializations offer besides. */
const SPECIAL: Record<string, VisitTypePlan[]> = {
  cardiology: [visitType("Stress test", 60, 30, { bookableOnline: false, bufferAfter: 15 })],
  dermatology: [visitType("Minor skin surgery", 45, 15, { bufferBefore: 10, bufferAfter: 15 })],
  neurology: [visitType("Nerve conduction study", 60, 30, { bookableOnline: false })],
  ophthalmology: [visitType("Eye test with dilation", 30, 15, { bufferAfter: 20 })],
  pediatrics: [visitType("Vaccination", 15, 15)],
  psychiatry: [visitType("Therapy session", 50, 60, { bufferAfter: 10 })],
};

export const visitTypesOf = (specialization: string): VisitTypePlan[] => [
  ...USUAL,
  ...(SPECIAL[specialization] ?? []),
];
