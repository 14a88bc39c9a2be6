import type { UserActor } from "../access/actor.ts";

/** The page on which the actor changes a doctor's profile. */
export const profilePage = ({ role }: UserActor, doctorId: string): string =>
  role === "doctor" ? "/doctor/profile" : `/admin/doctors/${encodeURIComponent(doctorId)}/profile`;
