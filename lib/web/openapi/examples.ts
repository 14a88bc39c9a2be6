const doctorId = "01975f00-0000-7000-8000-000000000001";
const startsAt = "2027-01-11T14:00:00Z";

/** What each body may look like. A test holds it against the schema that reads it. */
export const EXAMPLES: Readonly<Record<string, object>> = {
  AcceptRequest: { startsAt },
  ApproveRequest: {},
  BookingRequest: { doctorId, startsAt, reason: "Palpitations after climbing stairs" },
  CancelRequest: { reason: "I have to travel that day" },
  DeclineRequest: { reason: "Please see your family doctor for this first" },
  DoctorChange: { biography: "Heart failure and rhythm disorders, for twenty years." },
  EmergencyRequest: { reason: "Unconscious in the emergency room" },
  HistoryEntryChange: { note: "Confirmed by a skin test" },
  HistoryEntryRequest: { kind: "allergy", name: "Penicillin", since: "2011" },
  PatientChange: { phone: "+1 212 555 0140" },
  ProposeRequest: { startsAt: [startsAt, "2027-01-12T15:30:00Z"] },
  RecordChange: { notes: "The cough came back after two weeks" },
  RecordRequest: {
    diagnosis: "Essential hypertension",
    diagnosisCode: "I10",
    treatment: "Less salt, walking every day, and medication",
    prescriptions: [{ drug: "Lisinopril", dose: "10 mg", frequency: "once a day" }],
    labResults: [
      { name: "Potassium", value: 4.2, unit: "mmol/l", low: 3.5, high: 5.1, takenAt: "2026-11-24" },
    ],
  },
  RescheduleRequest: { startsAt },
  RetractRequest: { reason: "Written for the wrong patient" },
  TimeOffRequest: { startsAt, endsAt: "2027-01-18T08:00:00Z" },
  UserChange: { disabled: true },
  VisitTypesChange: { visitTypes: [{ name: "Consultation", minutes: 30, step: 30 }] },
  WorkingHoursChange: {
    blocks: [
      { weekday: 1, from: "09:00", to: "17:00" },
      { weekday: 5, from: "09:00", to: "12:30", validFrom: "2027-01-01" },
    ],
  },
};
