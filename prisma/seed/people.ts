import type { Chance } from "./chance.ts";
import { e164Of } from "#lib/formatting/phones.ts";
import { CLINICS, type ClinicKey } from "./clinics.ts";
import { contactOf } from "./contacts.ts";
import { PATIENTS } from "./patients.ts";
import type { Tables } from "./tables.ts";
import { DAY } from "#lib/time/interval.ts";

/** Whom a visit is for. */
export interface Patient {
  id: string;
  userId: string;
  clinic: ClinicKey;
  /** When they registered, in milliseconds. */
  since: number;
}

export interface Accounts {
  passwordHash: string;
  chance: Chance;
  /** Milliseconds. */
  now: number;
}

/** Adds an account that signs in as <login>@slotwell.test; gives its id. */
export function addUser(
  tables: Tables,
  { passwordHash, chance }: Accounts,
  { login, name, role, at }: { login: string; name: string; role: string; at: number },
): string {
  const id = chance.id(at);
  const email = `${login}@slotwell.test`;
  const createdAt = new Date(at);
  tables.users.push({ id, email, name, role, passwordHash, createdAt, updatedAt: createdAt });
  return id;
}

/** Adds the patients, who registered between ten weeks and a year ago. */
export function addPatients(tables: Tables, accounts: Accounts): Patient[] {
  const { chance, now } = accounts;
  return PATIENTS.map((plan, index) => {
    const { name, clinic, gender, dateOfBirth } = plan;
    const at = now - chance.int(70, 360) * DAY;
    const login = `patient${index + 1}`;
    const userId = addUser(tables, accounts, { login, name, role: "patient", at });
    const id = chance.id(at);
    const { streets, phones, insurers, timeZone } = CLINICS[clinic];
    tables.patients.push({
      id,
      userId,
      fullName: name,
      dateOfBirth,
      gender,
      createdAt: new Date(at),
      updatedAt: new Date(at),
    });
    tables.patient_profiles.push({
      patientId: id,
      phone: `${phones}${10 + index}`,
      phoneE164: e164Of(`${phones}${10 + index}`, timeZone),
      address: addressIn(clinic, chance.pick<string>(streets), chance),
      ...contactOf(plan, index, phones),
      insuranceProvider: chance.pick<string>(insurers),
      insuranceNumber: `${clinic === "berlin" ? "K" : "HS"}${chance.int(100_000_000, 999_999_999)}`,
      updatedAt: new Date(at),
    });
    return { id, userId, clinic, since: at };
  });
}

function addressIn(clinic: ClinicKey, street: string, chance: Chance): string {
  const house = chance.int(1, 160);
  return clinic === "berlin"
    ? `${street} ${house}, 10${chance.int(961, 999)} Berlin, Germany`
    : `${house} ${street}, New York, NY 100${chance.int(11, 14)}, United States`;
}
