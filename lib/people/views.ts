/** What everybody may see of a practitioner. */
export interface DoctorView {
  id: string;
  name: string;
  specialization: string;
  biography: string;
  languages: string[];
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
  /** `YYYY-MM-DD`; tells two of one name apart. */
  dateOfBirth: string | null;
}

/** What searches offer to choose from. */
export interface DirectoryChoices {
  specializations: string[];
  clinics: { id: string; name: string; timeZone: string }[];
  doctors: { id: string; name: string }[];
}
