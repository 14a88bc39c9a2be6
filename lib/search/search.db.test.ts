import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { searchAccounts } from "../accounts/queries.ts";
import { accountFilterSchema } from "../accounts/schema.ts";
import { anonymous } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { getDesk } from "../appointments/desk.ts";
import { listClients } from "../auth/oauth/manage-clients.ts";
import { disconnect } from "../db.ts";
import { updateProfile } from "../patients/commands.ts";
import { listPatients, listProfiles } from "../patients/lists.ts";
import { patientFilterSchema, profileSchema } from "../patients/schema.ts";
import { listDirectoryChoices, searchDirectory } from "../people/queries.ts";
import { doctorFilterSchema } from "../people/schema.ts";
import { testDatabase } from "../testing/database.ts";
import { makeAdmin, makeDoctor, makePatient } from "../testing/people.ts";
import { rawAs, setActor } from "../testing/raw.ts";
import { parseSearch } from "./terms.ts";

const now = new Date("2025-01-06T12:00:00Z");
const { superuser, superuserUrl } = testDatabase();
let admin: UserActor;
const patients = new Map<string, string>();

/** Names, each with what has to find it and nothing else of the list. */
const NAMES: [name: string, ...searches: string[]][] = [
  ["Ayşe Yılmaz", "yilmaz", "YILMAZ ayse", "Yılmaz", "yılm", "yulmaz", "yilmza", "yilma"],
  ["Søren Ødegård", "soren", "odegard", "Soren ODEGARD", "sorne"],
  ["Heike Weiß", "weiss", "WEISS", "weiß", "weis", "wei heike"],
  ["Đức Nguyễn", "duc", "nguyen duc", "nguyên"],
  ["Łucja Łukaszewska", "lukaszewska", "lucja", "lukaszevska"],
  ["Þórður Ægisson", "thordur", "aegisson", "Thórdur"],
  ["Siobhán O’Connor", "o'connor", "o’connor", "oconnor", "O`Connor", "o connor", "oconor"],
  ["Anna Smith Jones", "smith-jones", "smith‑jones", "jones smith", "smithjones", "Jones, Anna"],
  ["Mohamed El-Sayed", "elsayed", "el sayed", "el-sayed", "mohamedelsayed"],
  ["أحمد مصطفى", "احمد", "أَحْمَد", "مصطفي", "احمذ"],
  ["María de la Cruz", "delacruz", "de la cruz", "dela cruz", "cruz maria"],
  ["Γιώργος Παπαδόπουλος", "γιωργος", "ΠΑΠΑΔΟΠΟΥΛΟΣ", "παπαδοπουλος"],
  ["Фёдор Иванов", "федор", "ИВАНОВ", "иваноф"],
  ["王小明", "小明", "王"],
  ["Zoë Müller", "mueller", "MULLER zoe", "zoe"],
  ["Kim Min-jun", "minjun", "min jun", "kim-min"],
  ["Hawaiʻi Kealoha", "hawaii", "hawai'i"],
];

async function rename(patientId: string, name: string): Promise<void> {
  await superuser.query("UPDATE patients SET full_name = $2 WHERE id = $1", [patientId, name]);
  await superuser.query(
    "UPDATE users SET name = $2 WHERE id = (SELECT user_id FROM patients WHERE id = $1)",
    [patientId, name],
  );
}

async function add(name: string): Promise<{ actor: UserActor; patientId: string }> {
  const made = await makePatient();
  await rename(made.patientId, name);
  patients.set(name, made.patientId);
  return made;
}

beforeAll(async () => {
  admin = await makeAdmin();
  for (const [name] of NAMES) await add(name);
});
afterAll(disconnect);

const filter = (query: Record<string, string>) => patientFilterSchema.parse(query);
const found = async (q: string, actor = admin) =>
  (await listPatients(actor, filter({ q }), now)).items.map(({ name }) => name);
const accounts = async (q: string) =>
  (await searchAccounts(admin, accountFilterSchema.parse({ q }))).items.map(({ name }) => name);

// Fails without fold_name() in search_text(), or without foldName() in parseSearch().
it.each(NAMES.flatMap(([name, ...searches]) => searches.map((q) => [q, name] as const)))(
  "finds with %j the patient and the account %s",
  async (q, name) => {
    expect([await found(q), await accounts(q)]).toEqual([[name], [name]]);
  },
);

it("finds people by the name that they are called by", async () => {
  const { patientId } = await add("Alexandra Quill");
  await superuser.query("UPDATE patients SET preferred_name = 'Sascha' WHERE id = $1", [patientId]);
  expect([await found("sascha quill"), await accounts("SASCHA")]).toEqual([
    ["Alexandra Quill"],
    ["Alexandra Quill"],
  ]);
});

describe("doctors", () => {
  const search = async (q: string) => {
    const { page } = await searchDirectory(anonymous, doctorFilterSchema.parse({ q }), now);
    return page.items.map(({ name }) => name);
  };

  it("are found likewise, and below them those of a clinic of that name", async () => {
    const clinic = await makeDoctor();
    const names = ["Dr. Amira El-Sayed", "Dr. Jörg Weiß", "Dr. Ola Łęcki"];
    for (const name of names) {
      const { doctorId } = await makeDoctor();
      await superuser.query("UPDATE doctors SET full_name = $2 WHERE id = $1", [doctorId, name]);
    }
    expect(await search("elsayed")).toEqual(["Dr. Amira El-Sayed"]);
    expect(await search("WEISS jorg")).toEqual(["Dr. Jörg Weiß"]);
    expect(await search("lecki, dr")).toEqual(["Dr. Ola Łęcki"]);
    expect(await search("leckj")).toEqual(["Dr. Ola Łęcki"]);
    await superuser.query("UPDATE clinics SET name = 'Weißensee-Klinik' WHERE id = $1", [
      clinic.clinicId,
    ]);
    expect(await search("weissensee")).toEqual(["Dr. Test"]);
    expect(await search("weiss")).toEqual(["Dr. Jörg Weiß", "Dr. Test"]);
  });
});

describe("the best matches", () => {
  it("come first: the beginning of a word, inside a word, one letter wrong", async () => {
    for (const name of ["Pia Lindgrin", "Berglindgren Aa", "Zita Lindgren", "Ana Lindgrenson"]) {
      await add(name);
    }
    const all = ["Ana Lindgrenson", "Zita Lindgren", "Berglindgren Aa", "Pia Lindgrin"];
    expect(await found("lindgren")).toEqual(all);
    expect(await accounts("lindgren")).toEqual(all);
    const desk = await getDesk(admin, { q: "lindgren" }, now);
    expect(desk.found?.map(({ name }) => name)).toEqual(all);
    const paged: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query = filter({ q: "lindgren", limit: "1", cursor });
      const page: Awaited<ReturnType<typeof listProfiles>> = await listProfiles(admin, query, now);
      paged.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
    const other = await listPatients(admin, filter({ limit: "1" }), now);
    await expect(
      listPatients(admin, filter({ q: "lindgren", cursor: other.nextCursor ?? "" }), now),
    ).rejects.toMatchObject({ code: "invalid" });
  });

  it.each(["yilmaz peter", "%", "_", "zz", "yulmez", "'; --", "\\"])(
    "do not exist for %j",
    async (q) => {
      expect(await found(q)).toEqual([]);
    },
  );
});

describe("staff find a patient", () => {
  const FACTS = {
    dateOfBirth: "1980-05-17",
    phone: "+49 (0)170 555-0199",
    insurance: { provider: "Kasse", number: "AB-123456-C7890" },
  };
  const MATCHING = [
    ...["1980-05-17", "17.05.1980", "5/17/1980", "17 May 1980", "Nadia 17.5.80", "١٧.٠٥.١٩٨٠"],
    ...[
      "0199",
      "5550199",
      "0170 5550199",
      "+49 170 5550199",
      "0049170555 0199",
      "+49 (0)170 555-0199",
    ],
    ...["7890", "AB-123456-C7890", "ab123456c7890", "AB 123456 C7890", "7890 orlova"],
    ...["nadia.o@example.org", "NADIA.O@", "@example.org", "1980-05-17 0199 nadia"],
  ];
  const MISSING = [
    ...["1980-05-18", "17.05.1980 peter", "0198", "199", "6789", "AB-123456-C7891", "C789"],
    ...["123456", "nadia.p@example.org", "+1 170 5550198"],
  ];
  let nadia: UserActor;

  beforeAll(async () => {
    nadia = (await add("Nadia Orlova")).actor;
    await superuser.query("UPDATE users SET email = 'nadia.o@example.org' WHERE id = $1", [
      nadia.userId,
    ]);
    const change = profileSchema.parse(FACTS);
    await updateProfile(nadia, nadia.patientId ?? "", change, { now });
  });

  it.each(MATCHING)("by %j", async (q) => {
    expect(await found(q)).toEqual(["Nadia Orlova"]);
  });

  it.each(MISSING)("not by %j", async (q) => {
    expect(await found(q)).toEqual([]);
  });

  it("and the trail notes the patient that they found", async () => {
    await found("7890");
    const { rows } = await superuser.query(
      "SELECT action, actor_id, patient_id FROM audit_events ORDER BY seq DESC LIMIT 1",
    );
    expect(rows).toEqual([
      { action: "patient.list", actor_id: admin.userId, patient_id: nadia.patientId },
    ]);
  });

  // Fails without the conditions on actor_role() and treats() in find_patients().
  it("in the database too, doctors only those that they treat", async () => {
    const { terms, keys } = parseSearch("1980-05-17");
    const card = parseSearch("7890").keys;
    const statement = `SELECT id FROM find_patients('${JSON.stringify(terms)}', '{${[...keys, ...card].join(",")}}')`;
    expect((await rawAs(admin, statement)).rows).toEqual([{ id: nadia.patientId }]);
    const doctor = await makeDoctor();
    for (const actor of [doctor.actor, nadia]) {
      expect((await rawAs(actor, statement)).rows).toEqual([]);
    }
    expect(await found("7890", doctor.actor)).toEqual([]);
    const input = { doctorId: doctor.doctorId, startsAt: new Date("2025-01-08T14:00:00Z") };
    const { id } = await bookAppointment(nadia, input, { now });
    expect(await found("7890", doctor.actor)).toEqual([]);
    await changeStatus(doctor.actor, id, "approve", { now });
    expect(await found("7890", doctor.actor)).toEqual(["Nadia Orlova"]);
    expect((await rawAs(doctor.actor, statement)).rows).toEqual([{ id: nadia.patientId }]);
  });

  it("no longer by what was changed", async () => {
    const id = nadia.patientId ?? "";
    const change = (input: object) => updateProfile(nadia, id, profileSchema.parse(input), { now });
    await change({ insurance: { provider: "Kasse", number: "XX999991111" }, phone: "030 1234567" });
    expect([await found("7890"), await found("0199")]).toEqual([[], []]);
    expect([await found("1111"), await found("1234567")]).toEqual([
      ["Nadia Orlova"],
      ["Nadia Orlova"],
    ]);
    await change({ insurance: null });
    expect(await found("1111")).toEqual([]);
  });

  it("with nothing in the database that tells the number", async () => {
    await updateProfile(nadia, nadia.patientId ?? "", profileSchema.parse(FACTS), { now });
    const { rows } = await superuser.query<{ keys: string[] }>(
      "SELECT insurance_keys AS keys FROM patient_profiles WHERE patient_id = $1",
      [nadia.patientId],
    );
    expect(rows[0]?.keys).toHaveLength(2);
    for (const key of rows[0]?.keys ?? []) expect(key).toMatch(/^test:[\w-]{43}$/);
  });
});

describe("lists", () => {
  const LOOKED_FOR = [
    "Aaron",
    "Ángela",
    "Anna",
    "de la Cruz",
    "Émile",
    "Österreicher",
    "Otto",
    "Zoe",
  ];

  // The database of the tests has the order of code points. Fails without COLLATE on the columns.
  it("of patients, accounts, doctors, clinics and clients stand in the order of an alphabet", async () => {
    for (const name of LOOKED_FOR.toReversed()) {
      await add(name);
      const { doctorId, clinicId } = await makeDoctor();
      await superuser.query("UPDATE doctors SET full_name = $2 WHERE id = $1", [doctorId, name]);
      await superuser.query("UPDATE clinics SET name = $2 WHERE id = $1", [clinicId, name]);
      await superuser.query(
        "INSERT INTO oauth_clients (id, kind, name, secret_hash, scopes) VALUES ($1, 'service', $2, 'x', '{}')",
        [`client${name.length}${name.codePointAt(0)}`, name],
      );
    }
    // A doctor's account has the doctor's name.
    const only = (names: string[]) =>
      [...new Set(names)].filter((name) => LOOKED_FOR.includes(name));
    const walk = async () => {
      const names: string[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const page: Awaited<ReturnType<typeof listPatients>> = await listPatients(
          admin,
          filter({ limit: "3", cursor }),
          now,
        );
        names.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor;
      }
      return names;
    };
    const walked = await walk();
    expect(only(walked)).toEqual(LOOKED_FOR);
    expect(walked).toHaveLength(patients.size);
    const { items } = await searchAccounts(admin, accountFilterSchema.parse({ limit: "100" }));
    expect(only(items.map(({ name }) => name))).toEqual(LOOKED_FOR);
    const choices = await listDirectoryChoices(anonymous);
    expect(only(choices.doctors.map(({ name }) => name))).toEqual(LOOKED_FOR);
    expect(only(choices.clinics.map(({ name }) => name))).toEqual(LOOKED_FOR);
    expect((await listClients(admin)).map(({ name }) => name)).toEqual(LOOKED_FOR);
  });
});

// Row level security keeps the application from these indexes: find_patients() asks as its owner.
it("asks the indexes, for words, typos, phone numbers and birth dates", async () => {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  const plans: string[] = [];
  client.on("notice", ({ message = "" }) => plans.push(message));
  try {
    await client.query("LOAD 'auto_explain'");
    await client.query(
      "SET enable_seqscan = off; SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on; SET client_min_messages = log",
    );
    await client.query("BEGIN");
    await setActor(client, admin);
    const { terms } = parseSearch("yilmas");
    await client.query("SELECT * FROM find_patients($1, '{}')", [JSON.stringify(terms)]);
  } finally {
    await client.end();
  }
  const plan = plans.find((text) => text.includes("jsonb_to_recordset")) ?? "";
  for (const index of ["patients_by_words", "patients_by_birth", "patient_profiles_by_phone"]) {
    expect(plan).toContain(`Bitmap Index Scan on ${index}`);
  }
});
