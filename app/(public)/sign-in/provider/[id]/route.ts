import { signInOutside } from "#lib/auth/outside-form.ts";
import { unbroken } from "#lib/auth/unbroken.ts";

type Context = { params: Promise<{ id: string }> };

export const POST = unbroken("sign-in", async (request: Request, { params }: Context) =>
  signInOutside(request, (await params).id),
);
