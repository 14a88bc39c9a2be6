import { z } from "zod";
import { emptyIsNone } from "../schema.ts";

/** How an access log is listed. */
export const accessListSchema = z.strictObject({
  cursor: emptyIsNone(z.string().max(400)),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
