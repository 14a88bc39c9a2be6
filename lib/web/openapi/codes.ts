import { PROBLEMS } from "../problem.ts";

/** A refusal, or a body that is cut off before any route handler sees it (lib/platform/body-limit.ts). */
export type Code = keyof typeof PROBLEMS | "too_large";

const STATUSES: Record<Code, readonly [status: number, title: string]> = {
  ...PROBLEMS,
  malformed: [400, "The body is not JSON, or the address cannot be read"],
  too_large: [413, "The body is too large"],
};

export const CODES = Object.keys(STATUSES) as [Code, ...Code[]];
export const statusOf = (code: Code): number => STATUSES[code][0];
export const titleOf = (code: Code): string => STATUSES[code][1];
