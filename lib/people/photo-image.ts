import sharp from "sharp";
import { DomainError } from "../errors.ts";
import { MOST_PHOTO_BYTES } from "./rules.ts";

/** A file of a few bytes can unfold to gigabytes; no camera that people own makes more than this. */
const MOST_PIXELS = 50_000_000;
/** Twice as wide as the largest place it is shown in. */
const SIDE = 512;

/** How files begin: what a name or a content type says is not asked. */
const SIGNATURES = [
  [0xff, 0xd8, 0xff], // JPEG
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], // PNG
] as const;

/**
 * A square portrait out of an uploaded JPEG or PNG, as WebP: turned upright, cut to what stands out, and
 * drawn anew, so that nothing else that was in the file (where it was taken, a script) comes along.
 *
 * @throws DomainError `invalid` with what is wrong with the file.
 */
export async function drawPortrait(upload: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  if (upload.byteLength === 0) refuse("required");
  if (upload.byteLength > MOST_PHOTO_BYTES) refuse("photo_size");
  if (!SIGNATURES.some((bytes) => bytes.every((byte, at) => upload[at] === byte))) {
    refuse("photo_type");
  }
  try {
    const drawn = await sharp(upload, { limitInputPixels: MOST_PIXELS, autoOrient: true })
      .resize(SIDE, SIDE, { fit: "cover", position: sharp.strategy.attention })
      .webp({ quality: 82 })
      .toBuffer();
    return new Uint8Array(drawn);
  } catch {
    return refuse("photo_unreadable");
  }
}

function refuse(message: string): never {
  throw new DomainError("invalid", { issues: [{ path: "photo", message }] });
}
