import type { HistoryKind, HistorySource } from "./rules.ts";

/** One thing of a patient's past, or what runs in the family. */
export interface HistoryEntryView {
  id: string;
  version: number;
  kind: HistoryKind;
  name: string;
  note: string | null;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as exactly as it is known. */
  since: string | null;
  until: string | null;
  source: HistorySource;
  /** Who entered it: the name of staff; null for the patient. */
  recordedBy: string | null;
  createdAt: string;
  updatedAt: string;
  permits: { change: boolean };
}

/** All that is known of a patient's past, for those who may read it. */
export interface HistoryView {
  patient: { id: string; name: string };
  /** Each kind in the order in which it was entered. */
  entries: Record<HistoryKind, HistoryEntryView[]>;
  permits: { add: boolean };
}
