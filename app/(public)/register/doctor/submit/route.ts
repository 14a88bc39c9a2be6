import { applyAsDoctor } from "#lib/auth/doctor-form.ts";
import { draftCookies } from "#lib/auth/draft.ts";
import { unbroken } from "#lib/auth/unbroken.ts";

export const POST = unbroken("register/doctor", applyAsDoctor, draftCookies);
