import type { Purpose } from "../access/actor.ts";
import type { AppointmentEventView, AppointmentView } from "../appointments/views.ts";
import type { HistoryEntryView } from "../history/views.ts";
import type { PatientProfileView } from "../patients/views.ts";
import type { LabSeries, RecordView, RevisionView } from "../records/views.ts";

/** One thing that happened, on the line of a patient's time. */
export type TimelineItem =
  | { kind: "record"; at: string; record: RecordView }
  | { kind: "visit"; at: string; visit: AppointmentView };

/** A patient's file, as those who may read it open it. */
export interface ChartView {
  patient: PatientProfileView;
  /** Why the reader may read it. */
  purpose: Purpose;
  /** When an emergency access ends. */
  expiresAt: string | null;
  history: HistoryEntryView[];
  /** Records, and the visits that the reader may see, the latest first, a page of them. */
  timeline: TimelineItem[];
  nextCursor: string | null;
  /** Of the last records, by test, those with the latest values first. */
  labs: LabSeries[];
  permits: { write: boolean };
}

/** A visit with every step of it. */
export type WholeAppointment = Omit<AppointmentView, "permits"> & {
  events: AppointmentEventView[];
};

/** A record with every version of it; with none where they are too large for a page. */
export type WholeRecord = Omit<RecordView, "permits"> & { revisions: RevisionView[] };

/** The same in an export, where the versions are read after it. */
export type ExportedRecord = Omit<WholeRecord, "revisions"> & {
  revisions: AsyncGenerator<RevisionView, void>;
};

/** What is kept about a patient besides visits and records. Instants are RFC 3339 in UTC. */
export interface WholeFacts {
  generatedAt: string;
  patient: PatientProfileView & { insuranceNumber: string | null };
  history: HistoryEntryView[];
}

/** All that the clinics keep about a patient, with a page of the records and the last visits. */
export interface WholeRecordPage extends WholeFacts {
  appointments: Omit<WholeAppointment, "events">[];
  records: { items: WholeRecord[]; nextCursor: string | null };
}
