import { v7 as uuid } from "uuid";
import { languageTags } from "../formatting/languages.ts";
import { register } from "./register.ts";
import type { DoctorApplication } from "./schema.ts";

/**
 * Makes the account of a doctor who applies, and a profile that nobody has verified: until an admin
 * does, it reaches nothing. Answers as `registerPatient` does, also where the address is in use.
 *
 * @param address the client's network address.
 * @returns seconds to wait before trying again; 0 if it was done.
 * @throws DomainError as `registerPatient`.
 * @throws the database's error for a clinic that does not exist, but only where the address is free:
 * look the clinic up first.
 */
export async function registerDoctor(
  application: DoctorApplication,
  address: string,
  now: Date,
): Promise<number> {
  const { name, email, specialization, clinic, languages, biography, licenseNumber } = application;
  return register(application, address, now, (tx, hash) => {
    return tx.$queryRaw`
      SELECT register_doctor(${uuid()}::uuid, ${uuid()}::uuid, ${email}, ${name}, ${hash},
        ${clinic}::uuid, ${specialization}, ${languageTags(languages)}::text[], ${biography}, ${licenseNumber}) AS id`;
  });
}
