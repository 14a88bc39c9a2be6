import type { AuditEventView } from "#lib/audit/views.ts";

export interface Subject {
  kind: "account" | "appointment" | "record" | "doctor" | "patient" | "client";
  /** Its page; null where there is none, or none any more. */
  href: string | null;
  /** What it is called, where that is known. */
  name: string | null;
}

type PageOf = (id: string) => Subject;

const pageOf =
  (kind: Subject["kind"], path: string, below = ""): PageOf =>
  (id) => ({ kind, href: `${path}/${id}${below}`, name: null });

const PAGES: Readonly<Record<string, PageOf>> = {
  appointments: pageOf("appointment", "/admin/appointments"),
  medical_records: pageOf("record", "/admin/records"),
  doctors: pageOf("doctor", "/admin/doctors", "/profile"),
  user: pageOf("account", "/admin/users"),
  users: pageOf("account", "/admin/users"),
};

const clientOf = ({ id, name }: NonNullable<AuditEventView["client"]>): Subject => ({
  kind: "client",
  href: name === null ? null : `/admin/api-clients/${id}`,
  name: name ?? id,
});

/** Whether something was done to a program, rather than by one. */
const isAboutClient = (action: string): boolean => /^(account\.)?client[.-]/.test(action);

/** The pages about what an entry is about, as far as there are any; of oneself there is one already. */
export function subjectsOf(entry: AuditEventView): Subject[] {
  const { entity, entityId, patientId, patientName, client, actor, action } = entry;
  const page = entityId === actor?.id ? undefined : PAGES[entity];
  return [
    page && entityId ? page(entityId) : null,
    client && isAboutClient(action) ? clientOf(client) : null,
    patientId ? { ...pageOf("patient", "/admin/patients")(patientId), name: patientName } : null,
  ].filter((subject) => subject !== null);
}

/** The program that did it by somebody's token. */
export const programOf = ({ client, action }: AuditEventView): Subject | null =>
  client && !isAboutClient(action) ? clientOf(client) : null;
