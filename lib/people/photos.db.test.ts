import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { anonymous, type Actor, type ProvenActor, type UserActor } from "../access/actor.ts";
import { asActor, disconnect } from "../db.ts";
import { DomainError } from "../errors.ts";
import { testDatabase } from "../testing/database.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { putPhoto } from "./photo-upload.ts";
import { getPhoto, removePhoto } from "./photos.ts";
import { getDoctorWeek } from "./queries.ts";
import { MOST_PHOTO_BYTES } from "./rules.ts";
import { takeVerificationBack } from "./verification.ts";

const now = new Date("2025-01-06T12:00:00Z");
let doctor: TestDoctor;
let stranger: TestDoctor;
let admin: ProvenActor;
let patient: UserActor;
let jpeg: Buffer;
let png: Buffer;

beforeAll(async () => {
  stranger = await makeDoctor();
  admin = await makeAdmin();
  patient = (await makePatient()).actor;
  const plain = sharp({ create: { width: 60, height: 90, channels: 3, background: "#369" } });
  jpeg = await plain
    .clone()
    .withExif({ IFD0: { Copyright: "where it was taken" } })
    .jpeg()
    .toBuffer();
  png = await plain.png().toBuffer();
});
beforeEach(async () => {
  doctor = await makeDoctor();
});
afterAll(disconnect);

const put = (upload: Uint8Array, actor: Actor = doctor.actor) =>
  putPhoto(actor, doctor.doctorId, () => Promise.resolve(upload), now);
const get = (actor: Actor = anonymous) => getPhoto(actor, doctor.doctorId);
const address = async () => (await getDoctorWeek(anonymous, doctor.doctorId, {}, now)).doctor.photo;

describe("a photo", () => {
  it("is drawn anew as a square, with nothing else of the file", async () => {
    expect(jpeg.includes("where it was taken")).toBe(true);
    for (const upload of [jpeg, png]) {
      await put(upload);
      const { content, at, open } = await get();
      const { format, width, height, exif } = await sharp(content).metadata();
      expect({ format, width, height, exif }).toEqual({
        format: "webp",
        width: 512,
        height: 512,
        exif: undefined,
      });
      expect({ at, open }).toEqual({ at: now, open: true });
      expect(Buffer.from(content).includes("where it was taken")).toBe(false);
    }
    expect(await address()).toBe(`/doctors/${doctor.doctorId}/photo?v=${now.getTime()}`);
  });

  it("gives way to the drawn portrait", async () => {
    await put(png);
    await removePhoto(doctor.actor, doctor.doctorId);
    await removePhoto(doctor.actor, doctor.doctorId);
    expect(await address()).toBeNull();
    await expect(get()).rejects.toMatchObject({ code: "not_found" });
  });

  it("is put and removed by the doctor and by admins, and noted", async () => {
    await put(png, admin);
    const before = await get();
    for (const [actor, code] of [
      [stranger.actor, "not_found"],
      [{ ...doctor.actor, doctorId: null }, "not_found"],
      [patient, "forbidden"],
      [anonymous, "unauthenticated"],
    ] as const) {
      await expect(put(jpeg, actor)).rejects.toMatchObject({ code });
      await expect(removePhoto(actor, doctor.doctorId)).rejects.toMatchObject({ code });
    }
    expect(await get()).toEqual(before);
    await removePhoto(admin, doctor.doctorId);
    const { rows } = await testDatabase().superuser.query(
      "SELECT action, actor_role FROM audit_events WHERE entity_id = $1 AND action LIKE 'doctor_photos.%' ORDER BY seq",
      [doctor.doctorId],
    );
    expect(rows).toEqual([
      { action: "doctor_photos.insert", actor_role: "admin" },
      { action: "doctor_photos.delete", actor_role: "admin" },
    ]);
  });

  it("is not even read for users who may not change it", async () => {
    const receive = vi.fn(() => Promise.resolve(png));
    for (const actor of [stranger.actor, patient, anonymous]) {
      await expect(putPhoto(actor, doctor.doctorId, receive, now)).rejects.toThrow(DomainError);
    }
    expect(receive).not.toHaveBeenCalled();
  });

  it("leaves the directory with the doctor", async () => {
    await put(png);
    await takeVerificationBack(admin, doctor.doctorId, { now });
    for (const actor of [anonymous, patient, stranger.actor]) {
      await expect(get(actor)).rejects.toMatchObject({ code: "not_found" });
    }
    for (const actor of [admin, doctor.actor])
      expect(await get(actor)).toMatchObject({ open: false });
  });

  // The third wall alone.
  it("is nobody else's to write, by any statement", async () => {
    await put(png);
    const content = new TextEncoder().encode("RIFF\0\0\0\0WEBP");
    const where = { doctorId: doctor.doctorId };
    for (const actor of [stranger.actor, patient]) {
      await asActor(actor, async (tx) => {
        expect((await tx.doctorPhoto.updateMany({ where, data: { content } })).count).toBe(0);
        expect((await tx.doctorPhoto.deleteMany({ where })).count).toBe(0);
      });
      await removed(doctor.doctorId);
      const add = asActor(actor, (tx) => tx.doctorPhoto.create({ data: { ...where, content } }));
      await expect(add).rejects.toThrow(/row-level security/);
      await put(png);
    }
  });
});

const removed = (id: string) =>
  testDatabase().superuser.query("DELETE FROM doctor_photos WHERE doctor_id = $1", [id]);

describe("what is no photo", () => {
  const script = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
  it.each([
    ["no bytes", () => Buffer.alloc(0), "required"],
    ["a text", () => Buffer.from("hello"), "photo_type"],
    ["an SVG with a script", () => Buffer.from(script), "photo_type"],
    ["a GIF", () => Buffer.from("GIF89a\x01\0\x01\0\0\0\0;"), "photo_type"],
    ["a web page", () => Buffer.from("<!doctype html><script>alert(1)</script>"), "photo_type"],
    [
      "an SVG that begins like a PNG",
      () => Buffer.concat([png.subarray(0, 8), Buffer.from(script)]),
      "photo_unreadable",
    ],
    ["half a JPEG", () => jpeg.subarray(0, jpeg.length / 2), "photo_unreadable"],
    ["more than 5 MB", () => Buffer.concat([png, Buffer.alloc(MOST_PHOTO_BYTES)]), "photo_size"],
    ["a small file with too many pixels", () => bomb(8000), "photo_unreadable"],
  ])("%s is refused and changes nothing", async (_name, upload, message) => {
    await put(png);
    const before = await get();
    await expect(put(upload())).rejects.toMatchObject({
      code: "invalid",
      detail: { issues: [{ path: "photo", message }] },
    });
    expect(await get()).toEqual(before);
  });

  it("what hides behind a picture does not come along", async () => {
    await put(Buffer.concat([png, Buffer.from(script)]));
    expect(Buffer.from((await get()).content).includes("script")).toBe(false);
  });
});

/** A whole PNG of one colour, `side` pixels a side, in a few kilobytes. Fails without limitInputPixels. */
function bomb(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const row = side / 8 + 1;
  return Buffer.concat([
    png.subarray(0, 8),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(row * side))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
