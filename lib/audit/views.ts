import type { Role } from "../access/actor.ts";

/** One entry of the audit trail. Instants are RFC 3339 in UTC. */
export interface AuditEventView {
  /** Its place in the chain. */
  seq: number;
  at: string;
  /** Who did it; null for the clock and for visitors. */
  actor: { id: string; name: string | null; role: Role | null } | null;
  /** `record.read`, `appointments.insert`. */
  action: string;
  /** What it was done to: a kind of thing, and which. */
  entity: string;
  entityId: string | null;
  /** Whose data it was; null for a list of several. */
  patientId: string | null;
  patientName: string | null;
  /** The program that did it with a token, or that it was done to; without a name once it is deleted. */
  client: { id: string; name: string | null } | null;
  /** The names of what changed, the purpose of a reading, how many `patients` a list had. Holds no clinical words. */
  detail: Record<string, unknown>;
}
