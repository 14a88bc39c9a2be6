import type { AuditEventView } from "#lib/audit/views.ts";

interface Subject {
  kind: "account" | "appointment" | "record" | "doctor" | "patient" | "client";
  href: string;
  /** What it is called, where that is known. */
  name: string | null;
}

const PAGES: Readonly<Record<string, { kind: Subject["kind"]; path: string }>> = {
  appointments: { kind: "appointment", path: "/admin/appointments" },
  medical_records: { kind: "record", path: "/admin/records" },
  doctors: { kind: "doctor", path: "/admin/doctors" },
  user: { kind: "account", path: "/admin/users" },
  users: { kind: "account", path: "/admin/users" },
};

/** Whether something was done to a program, rather than by one. */
export const isAboutClient = (action: string): boolean => /^(account\.)?client[.-]/.test(action);

/** The pages about what an entry is about, as far as there are any; of oneself there is one already. */
export function subjectOf(entry: AuditEventView): Subject[] {
  const { entity, entityId, patientId, patientName, client, actor, action } = entry;
  const page = PAGES[entity];
  const own = page && entityId && entityId !== actor?.id ? [{ ...page, entityId }] : [];
  return [
    ...own.map(({ kind, path, entityId: id }) => {
      const href = `${path}/${id}${kind === "doctor" ? "/profile" : ""}`;
      return { kind, href, name: null };
    }),
    ...(client && isAboutClient(action) ? [clientSubject(client)] : []),
    ...(patientId
      ? [{ kind: "patient" as const, href: `/admin/patients/${patientId}`, name: patientName }]
      : []),
  ];
}

export const clientSubject = ({ id, name }: NonNullable<AuditEventView["client"]>): Subject => ({
  kind: "client",
  href: `/admin/api-clients/${id}`,
  name: name ?? id,
});
