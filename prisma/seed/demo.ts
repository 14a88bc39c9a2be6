import { addAppointment } from "./appointments.ts";
import { addClients } from "./clients.ts";
import { fillCalendar } from "./calendar.ts";
import { openDiary } from "./diary.ts";
import { addHistory } from "./history.ts";
import { addHolidays } from "./holidays.ts";
import { addPatients, type Accounts } from "./people.ts";
import { recordKeeper } from "./records.ts";
import { addAdmin, addDoctors } from "./staff.ts";
import { planStories } from "./story.ts";
import { emptyTables, type Tables } from "./tables.ts";

/** All rows of the demo: people, schedules, eight weeks of history and four weeks to come. */
export function demoTables(accounts: Accounts): Tables {
  const { now } = accounts;
  const tables = emptyTables();
  const adminId = addAdmin(tables, accounts);
  const doctors = addDoctors(tables, accounts);
  addHolidays(tables, doctors, accounts);
  const patients = addPatients(tables, accounts);
  const [firstPatient, ...others] = patients;
  if (!firstPatient) throw new Error("There is nobody to tell a story about");

  const diary = openDiary(now);
  planStories(diary, doctors, patients, now);
  // The last two have just registered and have seen nobody yet.
  fillCalendar(diary, doctors, others.slice(0, -2), accounts);

  const record = recordKeeper(tables, accounts, firstPatient);
  for (const visit of diary.visits) {
    record(visit, addAppointment(tables, visit, accounts, adminId));
  }
  addHistory(tables, accounts, { diary, patients, doctors });
  addClients(tables);
  return tables;
}
