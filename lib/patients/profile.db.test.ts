import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anonymous, type UserActor } from "../access/actor.ts";
import { changeStatus } from "../appointments/commands.ts";
import { disconnect } from "../db.ts";
import { makeCareWorld, now, watchTrail, type CareWorld } from "../testing/care.ts";
import { testDatabase } from "../testing/database.ts";
import { makeDoctor } from "../testing/people.ts";
import { updateProfile } from "./commands.ts";
import { listPatients, listProfiles } from "./lists.ts";
import { getProfile, revealInsuranceNumber } from "./queries.ts";
import { patientFilterSchema, profileSchema } from "./schema.ts";

let world: CareWorld;
beforeAll(async () => {
  world = await makeCareWorld();
});
afterAll(disconnect);

const FACTS = {
  name: "Pat Canary",
  dateOfBirth: "1979-04-12",
  gender: "female",
  phone: "+1 212 555 0110",
  address: "1 Canary Street",
  preferredLanguage: "es",
  interpreterRequired: true,
  emergencyContact: { name: "Kim Canary", phone: "+1 212 555 0111", relation: "Sister" },
  insurance: { provider: "Hudson Health Plan", number: "hs 123 456 789" },
};
const change = (input: object, actor = world.patient, expectedVersion?: number) =>
  updateProfile(actor, world.patientId, profileSchema.parse(input), { now, expectedVersion });
const read = (actor: UserActor) => getProfile(actor, world.patientId, now);
const stored = async () => {
  const { rows } = await testDatabase().superuser.query<Record<string, unknown>>(
    "SELECT p.*, f.* FROM patients p LEFT JOIN patient_profiles f ON f.patient_id = p.id WHERE p.id = $1",
    [world.patientId],
  );
  return rows[0];
};

beforeEach(() => change(FACTS));

describe("a profile", () => {
  it("is read by the patient, those who treat them, who is let in in an emergency, and admins", async () => {
    const { version, ...view } = await read(world.patient);
    expect(view).toEqual({
      ...FACTS,
      id: world.patientId,
      preferredName: null,
      pronouns: null,
      age: 45,
      agePrecise: { value: 45, unit: "year" },
      phoneE164: "+12125550110",
      emergencyContactPhoneE164: "+12125550111",
      insurance: { provider: "Hudson Health Plan", numberMasked: "•••• 6789" },
    });
    for (const actor of [world.treating, world.emergency, world.admin]) {
      expect(await read(actor)).toEqual({ ...view, version });
    }
  });

  it("does not exist for everybody else", async () => {
    const { asked, canceled, stranger, outsider, late, disabled } = world;
    for (const actor of [asked, canceled, stranger, outsider, late, disabled]) {
      await expect(read(actor)).rejects.toMatchObject({ code: "not_found" });
      await expect(revealInsuranceNumber(actor, world.patientId)).rejects.toMatchObject({
        code: "not_found",
      });
    }
    await expect(getProfile(anonymous, world.patientId, now)).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(getProfile(world.admin, "nobody", now)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("is changed by the patient and by admins, and by nobody else", async () => {
    await change({ phone: "030 123456" });
    await change({ gender: "other", name: "Pat Changed" }, world.admin);
    expect(await read(world.patient)).toMatchObject({
      ...{ name: "Pat Changed", gender: "other", phone: "030 123456" },
      address: FACTS.address,
    });
    const before = await stored();
    for (const [actor, code] of [
      [world.treating, "forbidden"],
      [world.stranger, "forbidden"],
      [world.outsider, "not_found"],
    ] as const) {
      await expect(change({ phone: "999999" }, actor)).rejects.toMatchObject({ code });
    }
    expect(await stored()).toEqual(before);
  });

  it("is not changed on top of a change that was not seen", async () => {
    const { version } = await read(world.patient);
    const changed = await change({ phone: "111 111" }, world.patient, version);
    expect(changed.version).toBe(version + 1);
    await expect(change({ phone: "222 222" }, world.admin, version)).rejects.toMatchObject({
      code: "stale_version",
    });
    expect(await read(world.patient)).toMatchObject({ phone: "111 111", version: version + 1 });
  });

  it("has no birth to come, but one of today, wherever today is already", async () => {
    await change({ dateOfBirth: "2025-01-07" });
    await expect(change({ dateOfBirth: "2025-01-08" })).rejects.toMatchObject({
      code: "invalid",
      detail: { issues: [{ path: "dateOfBirth", message: "future" }] },
    });
    expect(await read(world.patient)).toMatchObject({ dateOfBirth: "2025-01-07", age: 0 });
  });

  it("counts the age by the calendar of the clinic", async () => {
    // Clinics in two zones: the patient's is in New York.
    await makeDoctor({ timeZone: "Europe/Berlin" });
    await change({ dateOfBirth: "2025-01-06" });
    const midnight = new Date("2025-01-07T04:59:00Z");
    const ages = async (at: Date) =>
      Promise.all([
        ...[world.patient, world.treating, world.emergency, world.admin].map(
          async (actor) => (await getProfile(actor, world.patientId, at)).agePrecise?.value,
        ),
        listPatients(world.treating, patientFilterSchema.parse({}), at).then(
          ({ items }) => items.find(({ id }) => id === world.patientId)?.agePrecise?.value,
        ),
      ]);
    expect(await ages(midnight)).toEqual([0, 0, 0, 0, 0]);
    expect(await ages(new Date("2025-01-07T05:00:00Z"))).toEqual([1, 1, 1, 1, 1]);
  });

  it("loses what is taken out", async () => {
    await change({ dateOfBirth: null, address: null, emergencyContact: null });
    expect(await read(world.patient)).toMatchObject({
      ...{ dateOfBirth: null, age: null, agePrecise: null, address: null, emergencyContact: null },
      phone: FACTS.phone,
    });
  });
});

describe("a phone number", () => {
  const numbers = async () => {
    const { phone, phoneE164, emergencyContact, emergencyContactPhoneE164 } = await read(
      world.treating,
    );
    return [phone, phoneE164, emergencyContact?.phone, emergencyContactPhoneE164];
  };

  it.each([
    // The clinic is in New York.
    ["(555) 555-5555 ext. 5555", "+15555555555;ext=5555"],
    ["212–555–0140", "+12125550140"],
    ["tel:+49-30-23125100", "+493023125100"],
    ["+٤٩ ٣٠ ٢٣١٢٥١٠٠", "+493023125100"],
    ["23125", null],
    ["212 555 0140 (evenings)", null],
  ])("is kept as it is typed, %j, and beside it what it dials: %s", async (phone, e164) => {
    await change({ phone, emergencyContact: { name: "Kim", phone, relation: null } });
    expect(await numbers()).toEqual([phone, e164, phone, e164]);
    for (const actor of [world.patient, world.admin]) {
      expect(await read(actor)).toMatchObject({ phone, phoneE164: e164 });
    }
  });

  it("of a patient who has been to no clinic is of the country of one of them", async () => {
    await makeDoctor({ timeZone: "Europe/Berlin" });
    const { outsider } = world;
    for (const [phone, phoneE164] of [
      ["(555) 555-5555 x12", "+15555555555;ext=12"],
      ["030 23125-100", "+493023125100"],
      ["23125", null],
    ] as const) {
      const input = profileSchema.parse({ phone });
      const changed = await updateProfile(outsider, outsider.patientId ?? "", input, { now });
      expect(changed).toMatchObject({ phone, phoneE164 });
    }
  });

  it("takes what it dials along when it is changed or taken out", async () => {
    await change({ phone: "23125" });
    expect(await numbers()).toMatchObject(["23125", null, "+1 212 555 0111", "+12125550111"]);
    await change({ emergencyContact: null });
    await change({ phone: "+49 30 23125100" }, world.admin);
    await change({ address: "1 Street" });
    expect(await numbers()).toEqual(["+49 30 23125100", "+493023125100", undefined, null]);
    await change({ phone: null });
    expect(await numbers()).toEqual([null, null, undefined, null]);
  });
});

describe("the preferred language", () => {
  it.each([
    ["Spanish", "es"],
    ["pt-br", "pt-BR"],
    ["zh-Hant-HK", "zh-Hant-HK"],
    ["sgn-DE", "gsg"],
    ["British Sign Language", "bfi"],
    ["DGS", "gsg"],
    ["Mixtepec Mixtec", "mix"],
  ])("may be written %j, and is kept as %s", async (typed, tag) => {
    await change({ preferredLanguage: typed });
    expect(await read(world.treating)).toMatchObject({ preferredLanguage: tag });
    expect(await stored()).toMatchObject({ preferred_language: tag });
  });

  it.each([
    ["Klingonese", "language"],
    ["ISL", "several_languages"],
  ])("is one that exists, and not %j", async (typed, message) => {
    await expect(change({ preferredLanguage: typed })).rejects.toMatchObject({
      code: "invalid",
      detail: { issues: [{ path: "preferredLanguage", message }] },
    });
    expect(await read(world.patient)).toMatchObject({ preferredLanguage: "es" });
  });

  it.each([
    [false, false],
    ["no", false],
    ["yes", true],
    ["", null],
    [null, null],
  ])("with an interpreter as %j is kept as %j", async (interpreterRequired, kept) => {
    await change({ interpreterRequired });
    expect(await read(world.treating)).toMatchObject({ interpreterRequired: kept });
    await change({ phone: "111 111" });
    expect(await read(world.treating)).toMatchObject({ interpreterRequired: kept });
  });
});

describe("an insurance number", () => {
  it("is shown whole when it is asked for, and only encrypted at rest", async () => {
    for (const actor of [world.patient, world.treating, world.admin]) {
      expect(await revealInsuranceNumber(actor, world.patientId)).toBe("hs 123 456 789");
    }
    const row = JSON.stringify(await stored());
    expect(row).toContain("enc:test:");
    expect(row).not.toMatch(/123 ?456|6789/);
  });

  it("stays with a new provider, changes with a new number, and goes with the insurance", async () => {
    await change({ insurance: { provider: "Empire Mutual" } });
    expect((await read(world.patient)).insurance).toEqual({
      provider: "Empire Mutual",
      numberMasked: "•••• 6789",
    });
    await change({ insurance: { provider: "Empire Mutual", number: "EM-000111" } });
    expect(await revealInsuranceNumber(world.patient, world.patientId)).toBe("EM-000111");
    await change({ insurance: null });
    expect((await read(world.patient)).insurance).toBeNull();
    await expect(revealInsuranceNumber(world.patient, world.patientId)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("the trail", () => {
  it("has every reading by others and its purpose, and no reading of one's own", async () => {
    const trail = await watchTrail(world.patientId);
    await read(world.patient);
    await revealInsuranceNumber(world.patient, world.patientId);
    await read(world.treating);
    await read(world.emergency);
    await revealInsuranceNumber(world.admin, world.patientId);
    expect(await trail()).toMatchObject([
      { action: "profile.read", actor_id: world.treating.userId, detail: { purpose: "treatment" } },
      {
        action: "profile.read",
        actor_id: world.emergency.userId,
        detail: { purpose: "emergency", emergency: expect.any(String) as string },
      },
      { action: "insurance-number.read", detail: { purpose: "oversight" } },
    ]);
  });

  it("has every change, without what was written", async () => {
    const trail = await watchTrail(world.patientId);
    await change({ address: "2 Canary Street" }, world.admin);
    const rows = await trail();
    expect(rows).toMatchObject([
      { action: "profile.read", actor_id: world.admin.userId },
      { action: "patients.update", actor_id: world.admin.userId },
      { action: "patient_profiles.update", detail: { changed: ["address"] } },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/canary/i);
  });
});

describe("lists of patients", () => {
  const filter = (query: Record<string, string> = {}) => patientFilterSchema.parse(query);
  const mine = async (actor: UserActor) =>
    (await listPatients(actor, filter(), now)).items.filter(({ id }) => id === world.patientId);

  it("hold those whom a doctor treats, and for admins everybody", async () => {
    for (const actor of [world.treating, world.admin]) expect(await mine(actor)).toHaveLength(1);
    const { asked, canceled, stranger, emergency, disabled } = world;
    for (const actor of [asked, canceled, stranger, emergency, disabled]) {
      expect((await listPatients(actor, filter(), now)).items).toEqual([]);
      expect((await listProfiles(actor, filter(), now)).items).toEqual([]);
    }
    await expect(listPatients(world.patient, filter(), now)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("say when somebody comes, of the visits that the reader may see", async () => {
    const zone = { timeZone: "America/New_York" };
    expect(await mine(world.treating)).toEqual([
      {
        ...{ id: world.patientId, name: "Pat Canary", dateOfBirth: "1979-04-12", age: 45 },
        agePrecise: { value: 45, unit: "year" },
        preferredName: null,
        lastVisit: null,
        nextVisit: { startsAt: "2025-01-08T14:00:00.000Z", ...zone },
      },
    ]);
    const { rows } = await testDatabase().superuser.query<{ id: string }>(
      "SELECT id FROM appointments WHERE doctor_id = $1",
      [world.treating.doctorId],
    );
    const later = new Date("2025-01-08T15:00:00Z");
    await changeStatus(world.treating, rows[0]?.id ?? "", "complete", { now: later });
    expect(await mine(world.treating)).toMatchObject([
      { lastVisit: { startsAt: "2025-01-08T14:00:00.000Z", ...zone }, nextVisit: null },
    ]);
    // The other visit that is agreed, with a doctor whose account is disabled.
    expect(await mine(world.admin)).toMatchObject([
      { nextVisit: { startsAt: "2025-01-11T14:00:00.000Z" } },
    ]);
  });

  it("are searched by name and go on where a page ended", async () => {
    const names = async (query: Record<string, string>) =>
      (await listPatients(world.admin, filter(query), now)).items.map(({ name }) => name);
    expect(await names({ q: "cánary PAT" })).toEqual(["Pat Canary"]);
    expect(await names({ q: "nobody" })).toEqual([]);
    const first = await listPatients(world.admin, filter({ limit: "1" }), now);
    expect(first.items.map(({ name }) => name)).toEqual(["Pat Canary"]);
    expect(await names({ limit: "1", cursor: first.nextCursor ?? "" })).toEqual(["Pat Test"]);
    await expect(names({ cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid" });
  });

  it("with profiles leave word of each, and say nothing of insurance", async () => {
    const trail = await watchTrail(world.patientId);
    const { items } = await listProfiles(world.treating, filter(), now);
    expect(items).toMatchObject([{ id: world.patientId, phone: FACTS.phone }]);
    expect(JSON.stringify(items)).not.toMatch(/insurance|6789/);
    expect(await trail()).toMatchObject([
      { action: "profile.read", detail: { purpose: "treatment", listed: true } },
    ]);
  });
});
