import type { IconName } from "#components/ui/icons.tsx";
import type { Viewer } from "./viewer.ts";

export interface NavEntry {
  href: string;
  /** Key in the catalogue under `shell.nav`. */
  label:
    | "overview"
    | "findDoctor"
    | "dashboard"
    | "appointments"
    | "availability"
    | "calendar"
    | "doctors"
    | "patients"
    | "profile"
    | "records"
    | "history"
    | "people"
    | "clients"
    | "audit"
    | "account";
  icon: IconName;
}

/** Where a viewer can go; on a phone the first four stand in the bar at its foot. */
export const entriesFor = ({ role, applicant = false }: Viewer): readonly NavEntry[] =>
  applicant
    ? portalNavigation[role].filter(({ href }) => href === "/doctor" || href === "/account")
    : portalNavigation[role];

const portalNavigation: Record<Viewer["role"], readonly NavEntry[]> = {
  patient: [
    { href: "/patient", label: "overview", icon: "overview" },
    { href: "/doctors", label: "findDoctor", icon: "search" },
    { href: "/patient/records", label: "records", icon: "record" },
    { href: "/patient/history", label: "history", icon: "layers" },
    { href: "/patient/profile", label: "profile", icon: "profile" },
    { href: "/account", label: "account", icon: "user" },
  ],
  doctor: [
    { href: "/doctor", label: "dashboard", icon: "overview" },
    { href: "/doctor/calendar", label: "calendar", icon: "calendar" },
    { href: "/doctor/appointments", label: "appointments", icon: "list" },
    { href: "/doctor/patients", label: "patients", icon: "people" },
    { href: "/doctor/availability", label: "availability", icon: "clock" },
    { href: "/doctor/profile", label: "profile", icon: "badge" },
    { href: "/account", label: "account", icon: "user" },
  ],
  admin: [
    { href: "/admin", label: "overview", icon: "overview" },
    { href: "/admin/calendar", label: "calendar", icon: "calendar" },
    { href: "/admin/appointments", label: "appointments", icon: "list" },
    { href: "/admin/patients", label: "patients", icon: "people" },
    { href: "/admin/doctors", label: "doctors", icon: "search" },
    { href: "/admin/users", label: "people", icon: "people" },
    { href: "/admin/api-clients", label: "clients", icon: "layers" },
    { href: "/admin/audit", label: "audit", icon: "record" },
    { href: "/account", label: "account", icon: "user" },
  ],
};
