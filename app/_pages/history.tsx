import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import {
  addToHistory,
  changeHistory,
  removeFromHistory,
  restoreToHistory,
} from "#app/_actions/history.ts";
import { AddEntry } from "#components/history/add-entry.tsx";
import { HistoryDone } from "#components/history/history-done.tsx";
import { HistoryList } from "#components/history/history-list.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { currentZone } from "#lib/auth/session.ts";
import { getHistory } from "#lib/history/queries.ts";
import { HISTORY_KINDS } from "#lib/history/rules.ts";
import { orNotFound } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

interface HistoryPageProps {
  actor: UserActor;
  patientId: string;
  path: string;
  /** The way back to the patient, for whom it is not their own. */
  back?: (name: string) => ReactNode;
  searchParams: SearchParams;
}

/** A medical history, with what its reader may do. `?edit=` opens an entry, `?kind=` chooses one. */
export async function HistoryPage(props: HistoryPageProps) {
  const { actor, patientId, path, back, searchParams } = props;
  const t = await getTranslations("history");
  const { done, undo, edit, kind } = await textParams(searchParams);
  const history = await orNotFound(getHistory(actor, patientId));
  const { name } = history.patient;
  const latest = Object.values(history.entries)
    .flat()
    .map(({ updatedAt }) => updatedAt)
    .toSorted()
    .at(-1);
  return (
    <>
      <HistoryDone
        key={`${done ?? ""} ${latest ?? ""}`}
        patientId={patientId}
        done={done}
        undo={undo}
        restore={restoreToHistory}
      />
      <PageHeader
        title={t("title")}
        eyebrow={back && <Entered>{name}</Entered>}
        actions={back?.(name)}
      >
        {back ? t("leadStaff", { name }) : t("lead")}
      </PageHeader>
      <HistoryList
        history={history}
        timeZone={await currentZone()}
        actions={{ path, change: changeHistory, remove: removeFromHistory, editing: edit }}
      />
      {history.permits.add && (
        <AddEntry
          patientId={patientId}
          action={addToHistory}
          kind={HISTORY_KINDS.find((known) => known === kind)}
          withSource={actor.role !== "patient"}
        />
      )}
    </>
  );
}
