import type { Role } from "../access/actor.ts";
import type { AlertKind } from "./rules.ts";

/** A user did more of something within 24 hours than is usual. Instants are RFC 3339 in UTC. */
export interface AlertView {
  id: string;
  kind: AlertKind;
  user: { id: string; name: string; role: Role };
  count: number;
  /** The first and the last of what was counted. */
  firstAt: string;
  lastAt: string;
  /** Null while no admin has acknowledged it. */
  acknowledged: { at: string; by: string } | null;
  permits: { acknowledge: boolean };
}
