import { z } from "zod";
import type { FoundSlotView, SlotsView, SlotView } from "../../../availability/views.ts";
import { answer, clinic, date, instant, pageOf, practitioner, time, visit } from "./parts.ts";

const slot = z.strictObject({ startsAt: instant, endsAt: instant, date, time });

export const freeTime = answer<SlotView>()(slot);

export const slots = answer<SlotsView>()(
  z.strictObject({ timeZone: z.string(), visitType: visit, slots: z.array(slot) }),
);

export const slotPage = pageOf(
  answer<FoundSlotView>()(slot.extend({ doctor: practitioner, clinic, visitType: visit })),
);
