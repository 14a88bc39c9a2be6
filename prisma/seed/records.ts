import { storedLabResult, storedPrescription } from "#lib/records/views.ts";
import { DAY } from "#lib/time/interval.ts";
import type { Visit } from "./diary.ts";
import { FINDINGS, FIRST_PATIENT, type Finding, type Measured } from "./findings.ts";
import type { Accounts, Patient } from "./people.ts";
import type { Tables } from "./tables.ts";

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
    const { prescriptions = [], labResults = [], ...words } = finding;
    const writtenAt = new Date(slot.end);
    tables.medical_records.push({
      id: chance.id(slot.end),
      patientId: patient.id,
      doctorId: doctor.doctorId,
      appointmentId,
      ...words,
      prescriptions: listed(prescriptions.map(storedPrescription)),
      labResults: listed(labResults.map((result) => resultOf(result, slot.end))),
      createdAt: writtenAt,
      updatedAt: writtenAt,
    });
  };
}

/** As the database keeps lists: JSON, and nothing where there is nothing. */
const listed = (rows: object[]): string | null => (rows.length > 0 ? JSON.stringify(rows) : null);

const resultOf = ({ daysBefore = 0, ...result }: Measured, writtenAt: number) =>
  storedLabResult({
    ...result,
    takenAt: new Date(writtenAt - daysBefore * DAY).toISOString().slice(0, 10),
  });
