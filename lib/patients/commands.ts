import type { Actor, UserActor } from "../access/actor.ts";
import { loadCare, type Care } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { sealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { languageTag, namesSeveral } from "../formatting/languages.ts";
import { e164OfAny } from "../formatting/phones.ts";
import { given } from "../given.ts";
import { insuranceIndex } from "../search/insurance.ts";
import { latestDay } from "../time/zone.ts";
import { loadProfile, loadZones, profileView } from "./rows.ts";
import type { ProfileChange } from "./schema.ts";
import type { PatientProfileView } from "./views.ts";

interface Options {
  now: Date;
  /** The version that the actor saw; with another one in the database the change is refused. */
  expectedVersion?: number | undefined;
}

/**
 * Changes what is known of a patient; what `change` leaves out stays. A trigger writes the
 * same names into the account.
 *
 * @throws DomainError `not_found`, `invalid` (a birth to come, an unknown language), `stale_version`.
 */
export async function updateProfile(
  actor: Actor,
  patientId: string,
  change: ProfileChange,
  { now, expectedVersion }: Options,
): Promise<PatientProfileView> {
  authorizeUser(actor, "patient.change");
  if (change.dateOfBirth && change.dateOfBirth > latestDay(now.getTime())) {
    throw new DomainError("invalid", { issues: [{ path: "dateOfBirth", message: "future" }] });
  }
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const dials = await diallerOf(tx, actor, care, change);
    const data = { ...given(columnsOf(patientId, change, dials)), updatedAt: now };
    await updatePatient(tx, patientId, change, { now, expectedVersion });
    await tx.patientProfile.upsert({
      where: { patientId },
      create: { ...data, patientId },
      update: data,
    });
    return profileView(await loadProfile(tx, actor, care), now);
  });
}

/** The version is counted here, and so locks the profile until the transaction ends. */
async function updatePatient(
  tx: Tx,
  id: string,
  { name, preferredName, pronouns, dateOfBirth, gender }: ProfileChange,
  { now, expectedVersion }: Options,
): Promise<void> {
  const born = dateOfBirth && new Date(`${dateOfBirth}T00:00:00Z`);
  const { count } = await tx.patient.updateMany({
    where: { id, ...given({ version: expectedVersion }) },
    data: {
      ...given({ fullName: name, preferredName, pronouns, dateOfBirth: born, gender }),
      version: { increment: 1 },
      updatedAt: now,
    },
  });
  if (count === 0) throw new DomainError("stale_version");
}

type Dials = (phone: string | null | undefined) => string | null | undefined;

/** Returns a function that says what a number dials. Loads the zones of clinics only if `change` has a number. */
async function diallerOf(
  tx: Tx,
  actor: UserActor,
  care: Care,
  { phone, emergencyContact }: ProfileChange,
): Promise<Dials> {
  const timeZones = phone || emergencyContact ? await loadZones(tx, actor, care) : [];
  return (typed) => typed && e164OfAny(typed, timeZones);
}

function columnsOf(patientId: string, change: ProfileChange, dials: Dials) {
  const { phone, address, preferredLanguage, interpreterRequired } = change;
  const { emergencyContact, insurance } = change;
  return {
    phone,
    phoneE164: dials(phone),
    address,
    preferredLanguage: preferredLanguage && tagOf(preferredLanguage),
    interpreterRequired,
    ...(emergencyContact !== undefined && {
      emergencyContactName: emergencyContact?.name ?? null,
      emergencyContactPhone: emergencyContact?.phone ?? null,
      emergencyContactPhoneE164: dials(emergencyContact?.phone) ?? null,
      emergencyContactRelation: emergencyContact?.relation ?? null,
    }),
    ...(insurance && { insuranceProvider: insurance.provider }),
    ...(insurance?.number && {
      insuranceNumber: encrypted(patientId, insurance.number),
      insuranceKeys: insuranceIndex(insurance.number),
    }),
    ...(insurance === null && {
      insuranceProvider: null,
      insuranceNumber: null,
      insuranceKeys: [],
    }),
  };
}

function tagOf(language: string): string {
  const tag = languageTag(language);
  if (tag) return tag;
  const message = namesSeveral(language) ? "several_languages" : "language";
  throw new DomainError("invalid", { issues: [{ path: "preferredLanguage", message }] });
}

const encrypted = (patientId: string, number: string): string =>
  sealed("patient_profiles", patientId, { insurance_number: number }).insurance_number;
