import type { Tx } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";

/** The profiles behind an account. */
export interface Profiles {
  patientId: string | null;
  doctorId: string | null;
}

/** The visits and requests of an account that have not begun, the soonest first. */
export async function visitsAhead(
  tx: Tx,
  { patientId, doctorId }: Profiles,
  now: Date,
): Promise<string[]> {
  const whose = patientId
    ? Prisma.sql`a.patient_id = ${patientId}::uuid`
    : Prisma.sql`a.doctor_id = ${doctorId}::uuid`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM appointments a
    WHERE ${whose} AND a.status IN ('pending', 'confirmed') AND a.starts_at > ${now}
      AND (a.expires_at IS NULL OR a.expires_at > ${now})
    ORDER BY a.starts_at, a.id`;
  return rows.map(({ id }) => id);
}
