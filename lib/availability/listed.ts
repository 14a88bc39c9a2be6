import { Prisma } from "../generated/prisma/client.ts";

/** The condition of doctors (aliased `d`) in the directory: verified, with an account that is not disabled. */
export const IN_DIRECTORY = Prisma.sql`(d.verified_at IS NOT NULL AND d.disabled_at IS NULL)`;

/** The same condition for Prisma's own queries. */
export const LISTED = {
  verifiedAt: { not: null },
  disabledAt: null,
} satisfies Prisma.DoctorWhereInput;
