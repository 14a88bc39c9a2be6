import { cx } from "./class-names.ts";

/** 24 x 24, drawn with the current text colour. */
const paths = {
  alert:
    "M12 8v5m0 3.5v.01M10.3 3.9 2.4 17.5A2 2 0 0 0 4.1 20.5h15.8a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0Z",
  arrowLeft: "M19 12H5m6-6-6 6 6 6",
  arrowRight: "M5 12h14m-6-6 6 6-6 6",
  calendar:
    "M7 3v4m10-4v4M4 10h16M6 5h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z",
  check: "m5 12.5 4.5 4.5L19 7.5",
  checkDouble: "m2.5 12.5 4 4 8-9m-2.5 8 1 1 8.5-9",
  chevron: "m9 6 6 6-6 6",
  clock: "M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  cross: "M6 6l12 12M18 6 6 18",
  hourglass: "M7 3h10M7 21h10M8 3v4l4 5 4-5V3M8 21v-4l4-5 4 5v4",
  info: "M12 11v5.5m0-9v.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  layers: "m12 4 8 4-8 4-8-4 8-4Zm-8 8 8 4 8-4M4 16l8 4 8-4",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6v.01M4.5 12v.01M4.5 18v.01",
  menu: "M4 7h16M4 12h16M4 17h16",
  move: "M4 8h13m-4-4 4 4-4 4M20 16H7m4 4-4-4 4-4",
  overview: "M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z",
  people:
    "M12 8.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM2.5 20c.6-3.6 3-5.4 6-5.4s5.4 1.8 6 5.4M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 15c2 .7 3.5 2.4 4 5",
  pin: "M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.500C5 14.8 12 21 12 21Zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  printer: "M7 8V3h10v5M7 17H4v-7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v7h-3M7 14h10v7H7z",
  search: "M16.5 16.5 21 21M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z",
  slash: "M5.6 5.600l12.8 12.800M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  speech: "M4 5h16v11H9l-5 4z",
  user: "M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM4.5 20.500c.8-4 3.8-6 7.5-6s6.7 2 7.5 6",
  userMinus:
    "M13.5 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM2.5 20.500c.7-4 3.5-6 7-6 1.6 0 3 .4 4.2 1.200M16 18h6",
} as const;

export type IconName = keyof typeof paths;

/** The drawing of an icon, for where React does not draw. */
export const iconPath = (name: IconName): string => paths[name];

/** A decorative picture; the words beside it carry the meaning. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={cx("shrink-0", className ?? "size-5")}
    >
      <path d={paths[name]} />
    </svg>
  );
}
