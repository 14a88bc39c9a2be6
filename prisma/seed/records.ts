import type { Visit } from "./diary.ts";
import type { Accounts, Patient } from "./people.ts";
import type { Tables } from "./tables.ts";

interface Finding {
  diagnosis: string;
  treatment: string;
  notes: string | null;
}

/** What the first doctor wrote about the first patient, at the first visit and a later one. */
const FIRST_PATIENT: readonly Finding[] = [
  {
    diagnosis: "Essential hypertension (I10), newly diagnosed",
    treatment:
      "Ramipril 2.5 mg once a day in the morning. Home blood pressure twice a day for two weeks. Less salt, thirty minutes of walking a day.",
    notes:
      "158/96 mmHg at both arms, pulse 78, regular. ECG without findings. Father had a stroke at 61. Potassium and creatinine to be checked in two weeks.",
  },
  {
    diagnosis: "Essential hypertension (I10), improving; mixed hyperlipidemia (E78.2)",
    treatment:
      "Ramipril raised to 5 mg once a day. Atorvastatin 20 mg in the evening. Lipids and liver values again in six weeks.",
    notes:
      "Home average 141/88 mmHg. LDL 164 mg/dl. Tolerates the tablets, no cough. Potassium 4.3 mmol/l.",
  },
];

/** What others were found to have, by specialization. */
const FINDINGS: Record<string, Finding> = {
  cardiology: {
    diagnosis: "Palpitations (R00.2), benign extrasystoles",
    treatment: "No tablets. Long-term ECG again in a year, earlier if it gets worse.",
    notes: null,
  },
  dermatology: {
    diagnosis: "Atopic dermatitis (L20.9)",
    treatment: "Mometasone cream once a day for a week, then twice a week. Urea lotion every day.",
    notes: "Both elbows. No infection.",
  },
  orthopedics: {
    diagnosis: "Patellofemoral pain (M22.2)",
    treatment: "Physiotherapy six times, pause from running for three weeks.",
    notes: null,
  },
  neurology: {
    diagnosis: "Migraine without aura (G43.0)",
    treatment: "Sumatriptan 50 mg at onset, at most ten days a month. Headache diary.",
    notes: "Three to four attacks a month, no red flags.",
  },
  "family-medicine": {
    diagnosis: "Iron deficiency (E61.1)",
    treatment: "Ferrous sulfate every other day for three months, then blood count.",
    notes: null,
  },
};

/** Adds records of the visit's findings: two for the first patient, one for some of the others. */
export function recordKeeper(tables: Tables, { chance }: Accounts, firstPatient: Patient) {
  let seen = 0;
  const findingOf = ({ patient, doctor }: Visit): Finding | undefined => {
    if (patient !== firstPatient) {
      return chance.odds(0.25) ? FINDINGS[doctor.specialization] : undefined;
    }
    // The second one is of the third visit, when the values were in.
    return doctor.specialization === "cardiology" ? FIRST_PATIENT[seen++ / 2] : undefined;
  };
  return (visit: Visit, appointmentId: string): void => {
    const finding = visit.status === "completed" && findingOf(visit);
    if (!finding) return;
    const { doctor, patient, slot } = visit;
    const writtenAt = new Date(slot.end);
    tables.medical_records.push({
      id: chance.id(slot.end),
      patientId: patient.id,
      doctorId: doctor.doctorId,
      appointmentId,
      ...finding,
      createdAt: writtenAt,
      updatedAt: writtenAt,
    });
  };
}
