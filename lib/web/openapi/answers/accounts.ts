import { z } from "zod";
import { STATES } from "../../../accounts/rules.ts";
import { UNFIT } from "../../../appointments/rules.ts";
import type { AccountSummary, ChangedAccount, MeView } from "../../../accounts/views.ts";
import { addressed, answer, count, instant, named, pageOf, role } from "./parts.ts";

const account = named.extend({ ...addressed, email: z.string().nullable(), role });

export const me = answer<MeView>()(
  account.extend({
    patientId: z.uuid().exactOptional(),
    doctorId: z.uuid().exactOptional(),
  }),
);

const summary = account.extend({
  state: z.enum(STATES),
  disabled: z.boolean(),
  createdAt: instant,
});
export const user = answer<AccountSummary>()(summary);
export const changedUser = answer<ChangedAccount>()(
  summary.extend({
    appointments: z.strictObject({
      ahead: count,
      next: z.array(instant),
      settled: count,
      left: z.array(z.strictObject({ id: z.uuid(), startsAt: instant, why: z.enum(UNFIT) })),
    }),
  }),
);
export const userPage = pageOf(user);
