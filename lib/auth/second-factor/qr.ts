import { encode } from "uqr";

/** A QR code as the path of an SVG picture of `size` by `size` units, its quiet zone included. */
export interface QrCode {
  size: number;
  path: string;
}

/** Draws `text` as a QR code: each run of dark modules of a row is one rectangle. */
export function qrCodeOf(text: string): QrCode {
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  const rows = data.map((row, y) => {
    const line = row.map((dark) => (dark ? "#" : ".")).join("");
    return [...line.matchAll(/#+/g)]
      .map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`)
      .join("");
  });
  return { size, path: rows.join("") };
}
