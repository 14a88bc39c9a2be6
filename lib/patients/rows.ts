import type { UserActor } from "../access/actor.ts";
import { noteListed, noteRead, type Care } from "../access/care.ts";
import { appointmentScope, careScope } from "../access/scope.ts";
import type { Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { pageOf, type Page } from "../page.ts";
import { nameList, PATIENTS, type NameList } from "../search/match.ts";
import type { LocalDay } from "../time/local-day.ts";
import { localDay } from "../time/zone.ts";
import { ageOn, masked, preciseAgeOn, type Gender } from "./rules.ts";
import type { PatientProfileView } from "./views.ts";

/** A profile as the database has it; the insurance number is encrypted. */
export interface ProfileRow {
  id: string;
  version: number;
  name: string;
  preferredName: string | null;
  pronouns: string | null;
  dateOfBirth: LocalDay | null;
  gender: Gender;
  phone: string | null;
  phoneE164: string | null;
  address: string | null;
  preferredLanguage: string | null;
  interpreterRequired: boolean | null;
  contactName: string | null;
  contactPhone: string | null;
  contactPhoneE164: string | null;
  contactRelation: string | null;
  provider: string | null;
  insuranceNumber: string | null;
  timeZone: string | null;
}

const TABLE = "patient_profiles";

/** One profile in the actor's care, noted as read. @throws DomainError `not_found` */
export async function loadProfile(tx: Tx, actor: UserActor, care: Care): Promise<ProfileRow> {
  const row = await select(tx, actor, care.patient.id);
  noteRead(tx, care, "profile.read", { table: TABLE, id: row.id });
  return row;
}

/** Loads the zone of a patient's clinic (see `patientZone`), or those of all clinics if it is not known. */
export async function loadZones(tx: Tx, actor: UserActor, { patient }: Care): Promise<string[]> {
  const [row] = await tx.$queryRaw<{ timeZone: string | null; all: string[] | null }[]>`
    SELECT ${patientZone(actor, Prisma.sql`${patient.id}::uuid`)} AS "timeZone",
      (SELECT array_agg(DISTINCT time_zone) FROM clinics) AS all`;
  return row?.timeZone ? [row.timeZone] : (row?.all ?? []);
}

/** The insurance number in clear text, noted by itself. @throws DomainError `not_found` */
export async function loadInsuranceNumber(
  tx: Tx,
  actor: UserActor,
  care: Care,
): Promise<string | null> {
  const row = await select(tx, actor, care.patient.id);
  noteRead(tx, care, "insurance-number.read", { table: TABLE, id: row.id });
  return numberOf(row);
}

/** Which profiles are read (of patients aliased `p`), and in which order. */
type Wanted = NameList & { condition: Prisma.Sql };

/** A page of a list of the profiles in the actor's care; noted as read. */
export async function pageProfiles(
  tx: Tx,
  actor: UserActor,
  wanted: Wanted,
  limit: number,
): Promise<Page<ProfileRow>> {
  const rows = await selectProfiles(tx, actor, wanted, limit + 1);
  const page = pageOf(rows, limit, wanted.placeOf);
  const ids = page.items.map(({ id }) => id);
  noteListed(tx, actor, ids, "profile.read", TABLE);
  return { ...page, items: page.items.map(profileOf) };
}

async function select(tx: Tx, actor: UserActor, id: string): Promise<ProfileRow> {
  const condition = Prisma.sql`p.id = ${id}::uuid`;
  const [row] = await selectProfiles(tx, actor, { ...nameList(PATIENTS, ""), condition }, 1);
  if (!row) throw new DomainError("not_found");
  return profileOf(row);
}

const profileOf = ({ rank, ...row }: ProfileRow & { rank: number }): ProfileRow => row;

async function selectProfiles(
  tx: Tx,
  actor: UserActor,
  { condition, join, rank, order }: Wanted,
  limit: number,
): Promise<(ProfileRow & { rank: number })[]> {
  return tx.$queryRaw<(ProfileRow & { rank: number })[]>`
    SELECT ${rank}, p.id, p.version, p.full_name AS name, p.preferred_name AS "preferredName", p.pronouns,
      p.date_of_birth::text AS "dateOfBirth", p.gender::text AS gender,
      f.phone, f.phone_e164 AS "phoneE164", f.emergency_contact_phone_e164 AS "contactPhoneE164", f.address,
      f.preferred_language AS "preferredLanguage", f.interpreter_required AS "interpreterRequired",
      f.emergency_contact_name AS "contactName", f.emergency_contact_phone AS "contactPhone",
      f.emergency_contact_relation AS "contactRelation",
      f.insurance_provider AS provider, f.insurance_number AS "insuranceNumber",
      ${patientZone(actor, Prisma.sql`p.id`)} AS "timeZone"
    FROM patients p ${join} LEFT JOIN patient_profiles f ON f.patient_id = p.id
    WHERE ${careScope(actor, Prisma.sql`p.id`)} AND ${condition} ORDER BY ${order} LIMIT ${limit}`;
}

function numberOf({ id, insuranceNumber }: ProfileRow): string | null {
  return unsealed("patient_profiles", id, { insurance_number: insuranceNumber }).insurance_number;
}

export function profileView(row: ProfileRow, now: Date): PatientProfileView {
  const { contactName, contactPhone, contactPhoneE164, contactRelation, ...profile } = row;
  const { provider, insuranceNumber, timeZone, ...facts } = profile;
  const number = insuranceNumber === null ? null : numberOf(row);
  return {
    ...facts,
    ...ageAt(facts.dateOfBirth, timeZone, now),
    emergencyContact:
      contactName === null
        ? null
        : { name: contactName, phone: contactPhone ?? "", relation: contactRelation },
    emergencyContactPhoneE164: contactPhoneE164,
    insurance:
      provider === null && number === null
        ? null
        : { provider, numberMasked: number === null ? null : masked(number) },
  };
}

/**
 * Returns the zone by whose calendar the age of a patient is counted, and in whose country their phone numbers
 * are. If the actor is a doctor, it is that of the doctor's clinic; else that of the clinic of the patient's last
 * appointment; else that of all clinics if they have the same one; else null.
 *
 * @param patientId a column.
 */
export function patientZone(actor: UserActor, patientId: Prisma.Sql): Prisma.Sql {
  const own =
    actor.role === "doctor"
      ? Prisma.sql`SELECT c.time_zone FROM doctors d JOIN clinics c ON c.id = d.clinic_id WHERE d.id = ${actor.doctorId}::uuid`
      : Prisma.sql`SELECT c.time_zone FROM appointments a JOIN clinics c ON c.id = a.clinic_id
          WHERE a.patient_id = ${patientId} AND ${appointmentScope(actor)} ORDER BY a.starts_at DESC LIMIT 1`;
  return Prisma.sql`coalesce((${own}),
    (SELECT min(time_zone) FROM clinics HAVING count(DISTINCT time_zone) = 1))`;
}

/** Returns the age at `now`, by the calendar of `timeZone`: the clinic's, see `patientZone`. */
export function ageAt(
  dateOfBirth: LocalDay | null,
  timeZone: string | null,
  now: Date,
): Pick<PatientProfileView, "age" | "agePrecise"> {
  if (dateOfBirth === null) return { age: null, agePrecise: null };
  const today = localDay(timeZone ?? "UTC", now.getTime());
  return { age: ageOn(dateOfBirth, today), agePrecise: preciseAgeOn(dateOfBirth, today) };
}
