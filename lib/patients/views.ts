import type { Age, Gender } from "./rules.ts";

/** Who a patient is, for themselves, those who treat them, and the administration. */
export interface PatientProfileView {
  id: string;
  /** Counts the changes; sent along with a change, it is refused if another one came first. */
  version: number;
  /** The legal one. */
  name: string;
  preferredName: string | null;
  pronouns: string | null;
  /** `YYYY-MM-DD` */
  dateOfBirth: string | null;
  /** In whole years, by the calendar of the clinic. */
  age: number | null;
  /** The same as it is told: in days below four weeks, in months below two years. */
  agePrecise: Age | null;
  gender: Gender;
  /** As it was typed. */
  phone: string | null;
  /** What it dials, where that can be told: E.164, with `;ext=` before an extension (RFC 3966). */
  phoneE164: string | null;
  address: string | null;
  /** BCP 47 */
  preferredLanguage: string | null;
  /** Null while it is not known. (FHIR: the extension patient-interpreterRequired) */
  interpreterRequired: boolean | null;
  emergencyContact: { name: string; phone: string; relation: string | null } | null;
  /** As `phoneE164`; apart from the contact, which can be sent back as it came. */
  emergencyContactPhoneE164: string | null;
  /** The number's last four characters alone; the whole is asked for by itself. */
  insurance: { provider: string | null; numberMasked: string | null } | null;
}

/** A profile in a list: without the insurance. */
export type ListedProfileView = Omit<PatientProfileView, "insurance">;

/** When a visit was or will be, and the zone in which its clinic reads clocks. */
export interface VisitTime {
  startsAt: string;
  timeZone: string;
}

/** A patient in a list of those whom somebody looks after. */
export interface PatientListView {
  id: string;
  name: string;
  preferredName: string | null;
  dateOfBirth: string | null;
  age: number | null;
  agePrecise: Age | null;
  /** Of the visits that the reader may see: the latest that took place, and the next agreed one. */
  lastVisit: VisitTime | null;
  nextVisit: VisitTime | null;
}
