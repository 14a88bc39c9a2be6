import sharp from "sharp";
import { DomainError } from "../errors.ts";
import { boundedQueue } from "../queue.ts";
import { MOST_PHOTO_BYTES } from "./rules.ts";

/**
 * A file of a few bytes can unfold to gigabytes; common cameras make fewer pixels than this. The header
 * of the file says how many, so that a larger picture is refused before it is decoded.
 */
const MAX_PIXELS = 50_000_000;
/** A picture takes 200 MB at most while it is drawn. */
const inTurn = boundedQueue({ atOnce: 2, waiting: 20 });
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
  if (upload.byteLength === 0) throw refused("required");
  if (upload.byteLength > MOST_PHOTO_BYTES) throw refused("photo_size");
  if (!SIGNATURES.some((bytes) => bytes.every((byte, at) => upload[at] === byte))) {
    throw refused("photo_type");
  }
  const draw = () =>
    sharp(upload, { limitInputPixels: MAX_PIXELS, autoOrient: true })
      .resize(SIDE, SIDE, { fit: "cover", position: sharp.strategy.attention })
      .webp({ quality: 82 })
      .toBuffer();
  try {
    return new Uint8Array(await inTurn(draw, () => refused("busy")));
  } catch (error) {
    throw error instanceof DomainError ? error : refused("photo_unreadable");
  }
}

const refused = (message: string) =>
  new DomainError("invalid", { issues: [{ path: "photo", message }] });
