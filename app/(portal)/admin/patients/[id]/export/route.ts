import { exportRecord } from "#lib/web/export.ts";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return exportRecord("admin", `/admin/patients/${id}/export`, () => id);
}
