import { z } from "zod";
import { emptyIsNone, pageSize } from "../schema.ts";

/** How an access log is listed. */
export const accessListSchema = z.strictObject({
  cursor: emptyIsNone(z.string().max(400)),
  limit: pageSize,
});
