import type { Role } from "../access/actor.ts";
import type { ErrorCode } from "../errors.ts";

// What ought to become of appointments, in as few words as can be and none of the product's: a list,
// looked through from end to end. Times are milliseconds; every visit takes half an hour.

const HOUR = 3_600_000;
const HALF = HOUR / 2;

/** One of the people; the index counts those of a role. */
export interface Who {
  role: Role;
  index: number;
}

export interface ModelDoctor {
  automatic: boolean;
  slots: number[];
}

export interface ModelAppointment {
  patient: number;
  doctor: number;
  start: number;
  status: string;
  version: number;
  expiresAt: number | null;
  changedAt: number;
  overbooked: boolean;
  /** Whether the patient or an admin made or confirmed it. */
  agreed: boolean;
  proposals: number[];
  holds: { start: number; expiresAt: number }[];
  events: string[];
}

/** How something is asked for. */
export interface Ask {
  who: Who;
  version?: number | undefined;
  reason?: string | undefined;
  overbook?: boolean;
}

type Outcome = ErrorCode | ModelAppointment;

/** From which statuses an event goes, by whom, and what follows. */
const STEPS: Record<string, { from: string[]; by: Role[]; to?: string; happened: string }> = {
  approve: {
    from: ["pending", "confirmed", "completed"],
    by: ["doctor", "admin"],
    happened: "approved",
  },
  decline: { from: ["pending"], by: ["doctor", "admin"], to: "declined", happened: "declined" },
  propose: { from: ["pending"], by: ["doctor", "admin"], to: "pending", happened: "proposed" },
  accept: {
    from: ["pending", "confirmed", "completed"],
    by: ["patient"],
    happened: "accepted",
  },
  cancel: {
    from: ["pending", "confirmed"],
    by: ["patient", "doctor", "admin"],
    to: "canceled",
    happened: "canceled",
  },
  reschedule: {
    from: ["pending", "confirmed"],
    by: ["patient", "doctor", "admin"],
    happened: "rescheduled",
  },
  complete: {
    from: ["confirmed", "no_show"],
    by: ["doctor", "admin"],
    to: "completed",
    happened: "completed",
  },
  noShow: {
    from: ["confirmed", "completed"],
    by: ["doctor", "admin"],
    to: "no_show",
    happened: "no_show",
  },
};

export class LifecycleModel {
  readonly appointments: ModelAppointment[] = [];
  readonly doctors: ModelDoctor[];
  now: number;

  constructor(doctors: ModelDoctor[], now: number) {
    this.doctors = doctors;
    this.now = now;
  }

  book(ask: Ask, patient: number, doctor: number, start: number): Outcome {
    const { who, overbook = false } = ask;
    if (overbook ? who.role === "patient" : who.role === "doctor") return "forbidden";
    if (who.role === "patient" && who.index !== patient) return "not_found";
    if (who.role === "doctor" && who.index !== doctor) return "not_found";
    if (who.role === "doctor" && !this.treats(doctor, patient)) return "not_found";
    const refusal = this.#refusal(doctor, start, ask, null);
    // Whoever has that time themselves, or sits elsewhere when it begins, has not lost it to others.
    if (refusal === "slot_taken" && this.#patientIsBusy(patient, start, null, 0)) {
      return "patient_busy";
    }
    if (refusal) return refusal;
    if (this.#patientIsBusy(patient, start, null)) return "patient_busy";
    const stands = overbook || this.doctors[doctor]?.automatic === true;
    const booked: ModelAppointment = {
      patient,
      doctor,
      start,
      status: stands ? "confirmed" : "pending",
      version: 1,
      expiresAt: stands ? null : Math.min(start, this.now + 24 * HOUR),
      changedAt: this.now,
      overbooked: overbook,
      agreed: who.role !== "doctor",
      proposals: [],
      holds: [],
      events: [stands ? "booked" : "requested"],
    };
    this.appointments.push(booked);
    return booked;
  }

  /** A doctor treats the patients of appointments that the patient or an admin wanted too. */
  treats(doctor: number, patient: number): boolean {
    return this.appointments.some(
      (it) =>
        it.patient === patient &&
        it.doctor === doctor &&
        it.agreed &&
        ["confirmed", "completed"].includes(it.status),
    );
  }

  changeStatus(event: string, ask: Ask, it: ModelAppointment): Outcome {
    const refusal = this.#mayNot(event, ask, it);
    if (refusal) return refusal;
    const confirms = event === "approve" || event === "complete";
    return this.#go(event, it, {
      ...(event === "approve" && it.status === "pending" && { status: "confirmed" }),
      agreed: it.agreed || (ask.who.role === "admin" && confirms),
    });
  }

  move(ask: Ask, it: ModelAppointment, start: number): Outcome {
    if (ask.overbook && ask.who.role === "patient") return "forbidden";
    const refusal = this.#mayNot("reschedule", ask, it);
    if (refusal) return refusal;
    if (start === it.start) return "slot_unavailable";
    const taken = this.#refusal(it.doctor, start, ask, it);
    if (taken) return taken;
    if (this.#patientIsBusy(it.patient, start, it)) return "patient_busy";
    const byPatient = this.doctors[it.doctor]?.automatic ? "confirmed" : "pending";
    const status = ask.who.role === "patient" ? byPatient : it.status;
    const expiresAt = status === "pending" ? Math.min(start, this.now + 24 * HOUR) : null;
    const agreed = it.agreed || ask.who.role !== "doctor";
    const moved = { start, status, expiresAt, agreed, overbooked: !!ask.overbook };
    return this.#go("reschedule", it, moved);
  }

  propose(ask: Ask, it: ModelAppointment, proposals: number[]): Outcome {
    const refusal = this.#mayNot("propose", ask, it);
    if (refusal) return refusal;
    for (const start of proposals) {
      if (start === it.start) return "slot_unavailable";
      const taken = this.#refusal(it.doctor, start, ask, it);
      if (taken) return taken;
    }
    const expiresAt = Math.min(it.start, this.now + 24 * HOUR);
    const holds = proposals.map((start) => ({ start, expiresAt: Math.min(start, expiresAt) }));
    return this.#go("propose", it, { proposals: proposals.toSorted(), expiresAt, holds });
  }

  accept(ask: Ask, it: ModelAppointment, start: number): Outcome {
    const refusal = this.#mayNot("accept", ask, it);
    if (refusal) return refusal;
    if (it.status !== "pending") {
      return start === it.start ? this.#go("accept", it, { agreed: true }) : "slot_unavailable";
    }
    if (!it.proposals.includes(start) || start <= this.now) return "slot_unavailable";
    // What the practice offered needs no notice.
    const taken = this.#refusal(it.doctor, start, { who: { role: "doctor", index: 0 } }, it);
    if (taken) return taken;
    if (this.#patientIsBusy(it.patient, start, it)) return "patient_busy";
    return this.#go("accept", it, { start, status: "confirmed", agreed: true, overbooked: false });
  }

  /** The clock comes round. Returns how many requests expired. */
  expire(): number {
    const due = this.appointments.filter((it) => it.status === "pending" && this.#isOver(it));
    for (const it of due) {
      Object.assign(it, { status: "expired", expiresAt: null, proposals: [], holds: [] });
      it.version++;
      it.events.push("expired");
    }
    for (const it of this.appointments) {
      it.holds = it.holds.filter(({ expiresAt }) => expiresAt > this.now);
    }
    return due.length;
  }

  /** As everybody sees it: expired, even where the clock has not come round. */
  statusOf(it: ModelAppointment): string {
    return this.#isOver(it) ? "expired" : it.status;
  }

  #mayNot(event: string, { who, version, reason }: Ask, it: ModelAppointment): ErrorCode | null {
    const { from = [], by = [] } = STEPS[event] ?? {};
    if (!by.includes(who.role)) return "forbidden";
    if (who.role === "patient" && who.index !== it.patient) return "not_found";
    if (who.role === "doctor" && who.index !== it.doctor) return "not_found";
    if (version !== undefined && version !== it.version) return "stale_version";
    if (!from.includes(it.status) || this.#isOver(it)) return "illegal_transition";
    if (event === "accept" || event === "approve") {
      const added = it.status !== "pending" && !it.agreed && who.role !== "doctor";
      const offered = it.proposals.some((start) => start > this.now);
      const answers = it.status === "pending" ? event === "approve" || offered : added;
      if (!answers) return "illegal_transition";
    }
    if (event === "complete" || event === "noShow") {
      if (this.now < it.start) return "illegal_transition";
      const settled = it.status !== "confirmed";
      if (settled && this.now > it.changedAt + 24 * HOUR) return "illegal_transition";
    }
    if (event === "reschedule" && this.now >= it.start) return "illegal_transition";
    const changes = event === "cancel" || event === "reschedule";
    const late = changes && this.now > it.start - 24 * HOUR;
    if (late && who.role === "patient") return "too_late";
    if ((late || event === "decline") && !reason) return "invalid";
    return null;
  }

  /** Why a doctor's time cannot be had by `it` (null: by somebody new). */
  #refusal(doctor: number, start: number, ask: Ask, it: ModelAppointment | null): ErrorCode | null {
    if (ask.overbook) return start + HALF <= this.now ? "slot_unavailable" : null;
    const notice = ask.who.role === "patient" ? 2 * HOUR : 0;
    if (start < this.now + notice) return "slot_unavailable";
    if (!this.doctors[doctor]?.slots.includes(start)) return "slot_unavailable";
    const taken = this.appointments.some(
      (other) =>
        other !== it &&
        other.doctor === doctor &&
        ((isActive(other) && meets(other.start, start)) ||
          other.holds.some((hold) => meets(hold.start, start))),
    );
    return taken ? "slot_taken" : null;
  }

  #patientIsBusy(
    patient: number,
    start: number,
    it: ModelAppointment | null,
    length = HALF,
  ): boolean {
    return this.appointments.some(
      (other) =>
        other !== it &&
        other.patient === patient &&
        isActive(other) &&
        other.start < start + Math.max(length, 1) &&
        start < other.start + HALF,
    );
  }

  #isOver({ expiresAt }: ModelAppointment): boolean {
    return expiresAt !== null && expiresAt <= this.now;
  }

  #go(event: string, it: ModelAppointment, change: Partial<ModelAppointment>): ModelAppointment {
    const { to = it.status, happened = "" } = STEPS[event] ?? {};
    const rest = { status: to, expiresAt: null, proposals: [], holds: [], changedAt: this.now };
    Object.assign(it, { ...rest, ...change });
    it.version++;
    it.events.push(happened);
    return it;
  }
}

const isActive = ({ status }: ModelAppointment) => status === "pending" || status === "confirmed";
const meets = (a: number, b: number) => Math.abs(a - b) < HALF;
