import type { IconName } from "#components/ui/icons.tsx";
import type { Viewer } from "./viewer.ts";

interface Entry {
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
    | "people"
    | "account";
  icon: IconName;
}

/** Where each role can go. Six short entries fit the bar at the foot of a phone. */
export const portalNavigation: Record<Viewer["role"], readonly Entry[]> = {
  patient: [
    { href: "/patient", label: "overview", icon: "overview" },
    { href: "/doctors", label: "findDoctor", icon: "search" },
    { href: "/account", label: "account", icon: "user" },
  ],
  doctor: [
    { href: "/doctor", label: "dashboard", icon: "overview" },
    { href: "/doctor/calendar", label: "calendar", icon: "calendar" },
    { href: "/doctor/appointments", label: "appointments", icon: "list" },
    { href: "/doctor/availability", label: "availability", icon: "clock" },
    { href: "/account", label: "account", icon: "user" },
  ],
  admin: [
    { href: "/admin", label: "overview", icon: "overview" },
    { href: "/admin/calendar", label: "calendar", icon: "calendar" },
    { href: "/admin/appointments", label: "appointments", icon: "list" },
    { href: "/admin/doctors", label: "doctors", icon: "search" },
    { href: "/admin/users", label: "people", icon: "people" },
    { href: "/account", label: "account", icon: "user" },
  ],
};
