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
  /** By test, those with the latest values first. */
  labs: LabSeries[];
  permits: { write: boolean };
}

/** All that the clinics keep about a patient. Instants are RFC 3339 in UTC. */
export interface WholeRecord {
  generatedAt: string;
  patient: PatientProfileView & { insuranceNumber: string | null };
  history: HistoryEntryView[];
  appointments: (Omit<AppointmentView, "permits"> & { events: AppointmentEventView[] })[];
  records: (Omit<RecordView, "permits"> & { revisions: RevisionView[] })[];
}
