import { z } from "zod";
import { CODES } from "../codes.ts";

/** RFC 9457; what stands beside its own members depends on the code. */
export const problem = z.strictObject({
  type: z.string().meta({ examples: ["about:blank"] }),
  title: z.string(),
  status: z.int().min(400).max(599),
  code: z.enum(CODES),
  detail: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  alternatives: z
    .array(z.object({ startsAt: z.iso.datetime(), endsAt: z.iso.datetime() }))
    .optional(),
  why: z.string().optional(),
});
