import { signInOutside } from "#lib/auth/outside-form.ts";

export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return signInOutside(request, (await params).id);
}
