import { answered, clientOf } from "./api/client.ts";

/** A doctor as the directory shows them. */
export interface FoundDoctor {
  id: string;
  name: string;
  path: string;
}

/** Finds a demo doctor, for example `doctor3`, by the API. */
export async function findDoctor(account: string): Promise<FoundDoctor> {
  const api = await clientOf(account);
  const { doctorId, name } = answered(await api.GET("/me"));
  if (!doctorId) throw new Error(`${account} is not a doctor`);
  return { id: doctorId, name, path: `/doctors/${doctorId}` };
}

/** The day so many weeks ahead, as addresses have it. */
export const dayAhead = (weeks: number): string =>
  new Date(Date.now() + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
