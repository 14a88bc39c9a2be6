import type { ClinicKey } from "./clinics.ts";

export type Gender = "female" | "male" | "other" | "unknown";

/** A patient of the demo; the n-th signs in as patient<n>@slotwell.test. */
export interface PatientPlan {
  name: string;
  gender: Gender;
  dateOfBirth: string;
  clinic: ClinicKey;
}

const ROWS: readonly [name: string, gender: Gender, dateOfBirth: string, clinic: ClinicKey][] = [
  ["Olivia Bennett", "female", "1979-04-12", "newYork"],
  ["Marcus Johnson", "male", "1958-11-03", "newYork"],
  ["Sofia Alvarez", "female", "1991-07-25", "newYork"],
  ["Jonas Krüger", "male", "1985-02-14", "berlin"],
  ["Aisha Mohammed", "female", "1996-09-30", "newYork"],
  ["Elif Kaya", "female", "1988-12-08", "berlin"],
  ["Daniel Kim", "male", "1973-05-19", "newYork"],
  ["Hannah Vogel", "female", "2001-01-27", "berlin"],
  ["Robert O'Connor", "male", "1944-08-16", "newYork"],
  ["Piotr Zieliński", "male", "1967-03-22", "berlin"],
  ["Leila Haddad", "female", "1982-10-11", "newYork"],
  ["Maximilian Roth", "male", "1993-06-05", "berlin"],
  ["Grace Nakamura", "female", "1950-02-28", "newYork"],
  ["Samuel Adeyemi", "male", "1987-04-01", "newYork"],
  ["Greta Lindqvist", "female", "1976-11-20", "berlin"],
  ["Camila Rodrigues", "female", "1999-08-09", "newYork"],
  ["Noah Fischer", "male", "2016-05-13", "berlin"],
  ["Ethan Brooks", "male", "2012-10-02", "newYork"],
  ["Nguyen Thi Lan", "female", "1963-07-07", "berlin"],
  ["William Chen", "male", "1995-03-18", "newYork"],
  ["Rosa Marchetti", "female", "1939-12-24", "berlin"],
  ["Alex Morgan", "other", "1998-06-21", "newYork"],
  ["Mehmet Yılmaz", "male", "1971-09-14", "berlin"],
  ["Isabella Rossi", "female", "2008-04-29", "newYork"],
  ["Karl-Heinz Schulte", "male", "1948-01-06", "berlin"],
  ["Fatou Diallo", "female", "1990-05-31", "newYork"],
  ["Anna Kowalska", "female", "1984-08-23", "berlin"],
  ["Benjamin Weiss", "male", "1969-02-02", "newYork"],
  ["Svetlana Petrova", "female", "1977-10-17", "berlin"],
  ["Omar Farouk", "male", "1994-12-12", "newYork"],
  ["Lina Hartmann", "female", "2019-03-09", "berlin"],
  ["Charlotte Dubois", "female", "1981-07-15", "newYork"],
  ["Tariq Aziz", "male", "1989-11-28", "berlin"],
  ["Emma Sullivan", "female", "2004-02-10", "newYork"],
  ["Sam Becker", "other", "1992-09-04", "berlin"],
  ["Rajesh Patel", "male", "1961-06-26", "newYork"],
  ["Ingrid Sommer", "female", "1955-04-20", "berlin"],
  ["Lucas Fernandes", "male", "1986-01-15", "newYork"],
  ["Yuki Tanaka", "female", "1997-05-05", "newYork"],
  ["Tobias Engel", "male", "1980-10-29", "berlin"],
];

export const PATIENTS: readonly PatientPlan[] = ROWS.map(([name, gender, dateOfBirth, clinic]) => ({
  name,
  gender,
  dateOfBirth,
  clinic,
}));
