/** What everybody may see of a practitioner. */
export interface DoctorView {
  id: string;
  name: string;
  specialization: string;
  biography: string;
  languages: string[];
  /** The address of the photo on this site; null for who has none and is drawn. */
  photo: string | null;
  clinic: { id: string; name: string; address: string; phone: string | null; timeZone: string };
  acceptingPatients: boolean;
  /** Whether a booking stands at once or waits for the practitioner's answer. */
  approval: "manual" | "automatic";
  visitTypes: { id: string; name: string; minutes: number }[];
  /** The next free time for the first visit type within four weeks (or on the day and in the part of
   * the day that was searched for), as an instant in UTC. */
  nextFreeAt: string | null;
}

/** A patient to choose from a list. */
export interface PatientChoice {
  id: string;
  name: string;
  preferredName: string | null;
  /** `YYYY-MM-DD`; tells two of one name apart. */
  dateOfBirth: string | null;
}

/** What searches offer to choose from. */
export interface DirectoryChoices {
  specializations: string[];
  /** BCP 47 tags, or names that have none. */
  languages: string[];
  clinics: { id: string; name: string; timeZone: string }[];
  doctors: { id: string; name: string }[];
}

/** What somebody who applied as a doctor says, for the administration. */
export interface ApplicationView {
  id: string;
  name: string;
  email: string | null;
  specialization: string;
  clinic: { id: string; name: string; timeZone: string };
  languages: string[];
  biography: string;
  /** Null for doctors who were not asked for it yet. */
  licenseNumber: string | null;
  /** An instant in UTC. */
  appliedAt: string;
  declined: { at: string; reason: string } | null;
  /** Sent along with a decision, it is refused if another one came first. */
  version: number;
}

/** Applications without a yes: those to decide, the oldest first, and the declined, the latest first. */
export interface ApplicationsView {
  waiting: ApplicationView[];
  declined: ApplicationView[];
}

/** How an applicant's own application stands. */
export interface OwnApplicationView {
  clinic: { name: string; phone: string | null };
  /** Why it was declined; null while it is with the clinic. */
  declineReason: string | null;
}

/** A doctor's profile, for those who may change it. */
export interface ProfileView {
  id: string;
  name: string;
  specialization: string;
  biography: string;
  languages: string[];
  clinic: { id: string; name: string; timeZone: string };
  licenseNumber: string | null;
  photo: string | null;
  /** An instant in UTC; null while nobody has verified the doctor. */
  verifiedAt: string | null;
  /** Visits and open requests that are not over yet. */
  visitsAhead: number;
  version: number;
}

/** Where a doctor's photo is, by when it was put there: a new one has another address. */
export function photoHref(doctorId: string, at: Date | null): string | null {
  return at && `/doctors/${doctorId}/photo?v=${at.getTime()}`;
}
