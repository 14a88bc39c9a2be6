import type { HistoryEntryView } from "#lib/history/views.ts";

/** Which entry of which patient a form is about, and the version that was looked at. */
export function EntryIds({ patientId, entry }: { patientId: string; entry: HistoryEntryView }) {
  return (
    <>
      <input type="hidden" name="_id" value={`${patientId}/${entry.id}`} />
      <input type="hidden" name="_version" value={entry.version} />
    </>
  );
}
