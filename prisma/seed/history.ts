import type { HistoryKind, HistorySource } from "#lib/history/rules.ts";
import { localDay } from "#lib/time/zone.ts";
import type { Diary } from "./diary.ts";
import type { Accounts, Patient } from "./people.ts";
import type { Doctor } from "./staff.ts";
import type { Tables } from "./tables.ts";

interface Fact {
  kind: HistoryKind;
  name: string;
  note?: string;
  since?: string;
  until?: string;
}

/** What the first patient entered when they registered. */
const FIRST_PATIENT: readonly Fact[] = [
  {
    kind: "allergy",
    name: "Penicillin",
    note: "Hives all over, an hour after the first tablet.",
    since: "1994",
  },
  {
    kind: "condition",
    name: "Migraine",
    note: "Rare since the children are grown.",
    since: "2003",
  },
  { kind: "condition", name: "High blood pressure", since: "2024-10" },
  { kind: "medication", name: "Ibuprofen 400 mg", note: "For migraine, at most twice a month." },
  { kind: "surgery", name: "Appendix taken out", since: "1991-08" },
  { kind: "immunization", name: "Tetanus", since: "2021-05-18" },
  { kind: "family", name: "Stroke", note: "My father, at 61." },
];

/** What the first doctor adds after the first visit. */
const BY_DOCTOR: Fact = {
  kind: "condition",
  name: "Essential hypertension",
  note: "Measured at both arms; runs in the family.",
};

/** What every second of the others entered, in turn. */
const OTHERS: readonly (readonly Fact[])[] = [
  [
    { kind: "allergy", name: "Birch pollen", note: "Hay fever in spring.", since: "2009" },
    { kind: "immunization", name: "Influenza", since: "2024-10" },
  ],
  [
    { kind: "condition", name: "Type 2 diabetes", since: "2016-03" },
    { kind: "medication", name: "Metformin 1000 mg", note: "Twice a day.", since: "2016-04" },
  ],
  [{ kind: "surgery", name: "Knee arthroscopy, left", since: "2018-11-06" }],
  [
    { kind: "allergy", name: "Aspirin", note: "Short of breath.", since: "2012" },
    { kind: "condition", name: "Asthma", since: "1998" },
  ],
  [
    { kind: "family", name: "Breast cancer", note: "Mother, at 54." },
    { kind: "medication", name: "Levothyroxine 75 µg", since: "2020" },
  ],
];

/** Adds what patients tell of their past, and what the first doctor learned of the first patient's. */
export function addHistory(
  tables: Tables,
  { chance }: Accounts,
  { diary, patients, doctors }: { diary: Diary; patients: Patient[]; doctors: Doctor[] },
): void {
  const add = (patient: Patient, fact: Fact, source: HistorySource, by: string, at: number) => {
    const { kind, name, note = null, since = null, until = null } = fact;
    tables.history_entries.push({
      id: chance.id(at),
      patientId: patient.id,
      ...{ kind, name, note, since, until, source },
      recordedBy: by,
      createdAt: new Date(at),
      updatedAt: new Date(at),
    });
  };
  patients.forEach((patient, index) => {
    const told =
      index === 0 ? FIRST_PATIENT : index % 2 === 0 ? OTHERS[(index / 2) % OTHERS.length] : [];
    for (const fact of told ?? []) add(patient, fact, "patient", patient.userId, patient.since);
  });
  const first = diary.visits.find(
    ({ patient, doctor }) => patient === patients[0] && doctor === doctors[0],
  );
  if (!first) throw new Error("The first patient has not been with the first doctor");
  const { patient, doctor, slot } = first;
  const since = localDay(doctor.timeZone, slot.end);
  add(patient, { ...BY_DOCTOR, since }, "practitioner", doctor.userId, slot.end);
}
