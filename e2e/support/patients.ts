import { answered, clientOf } from "./api/client.ts";
import { demoEmail } from "./people.ts";

/** The name of a demo patient, for example of `patient1`, by which searches find them. */
export async function patientName(account: string): Promise<string> {
  const api = await clientOf(account);
  return answered(await api.GET("/me")).name;
}

/** Patients whose accounts a test closes, disables, renames, or gives another role. */
const CHANGED = ["patient8", "patient10", "patient19", "patient20", "patient30", "patient40"];

/** The e-mail addresses, by name, of the patients that a test may take because they come first. */
export async function steadyPatients(): Promise<ReadonlyMap<string, string>> {
  const admin = await clientOf("admin");
  const query = { role: "patient", limit: 100 } as const;
  const { items } = answered(await admin.GET("/users", { params: { query } }));
  const changed = CHANGED.map(demoEmail);
  return new Map(
    items.flatMap(({ name, email }) =>
      email === null || changed.includes(email) ? [] : [[name, email] as const],
    ),
  );
}
