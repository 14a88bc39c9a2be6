import { z } from "zod";
import type { DoctorView, ProfileView } from "../../../people/views.ts";
import { answer, clinic, count, instant, pageOf, practitioner, version, visit } from "./parts.ts";

const introduced = practitioner.extend({
  biography: z.string(),
  languages: z.array(z.string()),
  photo: z.string().nullable().meta({ description: "Its address on this site" }),
});

export const doctor = answer<DoctorView>()(
  introduced.extend({
    clinic: clinic.extend({ address: z.string(), phone: z.string().nullable() }),
    acceptingPatients: z.boolean(),
    approval: z.enum(["manual", "automatic"]),
    visitTypes: z.array(visit),
    nextFreeAt: instant.nullable(),
  }),
);
export const doctorPage = pageOf(doctor);

export const doctorProfile = answer<ProfileView>()(
  introduced.extend({
    clinic,
    licenseNumber: z.string().nullable(),
    verifiedAt: instant.nullable(),
    visitsAhead: count,
    version,
  }),
);
