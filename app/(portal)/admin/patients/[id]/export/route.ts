import { exportRecord } from "#lib/web/export.ts";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return exportRecord(request, "admin", `/admin/patients/${id}/export`, () => id);
}
