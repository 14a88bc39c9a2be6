import { welcome } from "#lib/auth/welcome-form.ts";

export const POST = welcome;
