import type { AuditEventView } from "#lib/audit/views.ts";

interface Subject {
  kind: "patient" | "account" | "appointment" | "record" | "doctor";
  href: string;
}

const PAGES: Readonly<Record<string, { kind: Subject["kind"]; path: string }>> = {
  appointments: { kind: "appointment", path: "/admin/appointments" },
  medical_records: { kind: "record", path: "/admin/records" },
  doctors: { kind: "doctor", path: "/admin/doctors" },
  user: { kind: "account", path: "/admin/users" },
  users: { kind: "account", path: "/admin/users" },
};

/** The pages about what an entry is about, as far as there are any. */
export function subjectOf({ entity, entityId, patientId }: AuditEventView): Subject[] {
  const page = PAGES[entity];
  const own =
    page && entityId
      ? [
          {
            kind: page.kind,
            href: `${page.path}/${entityId}${page.kind === "doctor" ? "/profile" : ""}`,
          },
        ]
      : [];
  const patient = patientId
    ? [{ kind: "patient" as const, href: `/admin/patients/${patientId}` }]
    : [];
  return [...own, ...patient];
}
