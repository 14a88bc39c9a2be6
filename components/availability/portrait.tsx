import Image from "next/image";
import { cx } from "#components/ui/class-names.ts";

const tints = [
  "fill-tint text-brand",
  "fill-accent-tint text-accent",
  "fill-info-tint text-info",
  "fill-success-tint text-success",
] as const;

interface PortraitProps {
  name: string;
  /** The address of a photo. */
  photo?: string | null | undefined;
  className?: string;
}

/**
 * A face beside a name, which says whose it is. Without a photo it is drawn: initials, in a colour that
 * follows from the name.
 */
export function Portrait({ name, photo, className }: PortraitProps) {
  const size = className ?? "size-14";
  if (photo) {
    return (
      <Image
        src={photo}
        alt=""
        width={512}
        height={512}
        unoptimized
        className={cx("shrink-0 rounded-[28%] bg-sunken object-cover", size)}
      />
    );
  }
  return (
    <svg
      viewBox="0 0 56 56"
      aria-hidden="true"
      className={cx("shrink-0", size, tints[hueOf(name)])}
    >
      <rect width="56" height="56" rx="16" />
      <text
        x="28"
        y="29"
        dominantBaseline="middle"
        textAnchor="middle"
        className="fill-current text-[1.25rem] font-bold"
      >
        {initialsOf(name)}
      </text>
    </svg>
  );
}

/** "Dr. Ana María Ruiz" -> "AR" */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== "" && !word.endsWith("."));
  const first = words[0]?.[0] ?? "";
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}

function hueOf(name: string): number {
  let sum = 0;
  for (const character of name) sum += character.codePointAt(0) ?? 0;
  return sum % tints.length;
}
