import type { Role } from "../../access/actor.ts";
import { env } from "../../env.ts";

/** Whether users of a role have to have a second factor (REQUIRE_SECOND_FACTOR). */
export const isRequiredOf = (role: Role): boolean => env().REQUIRE_SECOND_FACTOR.includes(role);
