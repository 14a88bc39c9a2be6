import { z } from "zod";
import { STATES } from "../../../accounts/rules.ts";
import type { AccountSummary, MeView } from "../../../accounts/views.ts";
import { answer, instant, named, pageOf, role } from "./parts.ts";

const account = named.extend({ email: z.string().nullable(), role });

export const me = answer<MeView>()(
  account.extend({
    patientId: z.uuid().exactOptional(),
    doctorId: z.uuid().exactOptional(),
  }),
);

export const user = answer<AccountSummary>()(
  account.extend({ state: z.enum(STATES), disabled: z.boolean(), createdAt: instant }),
);
export const userPage = pageOf(user);
