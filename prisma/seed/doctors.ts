import type { ClinicKey } from "./clinics.ts";
import { MONDAY_TO_FRIDAY, type WeeklyHours } from "./hours.ts";

/** A doctor of the demo; the n-th signs in as doctor<n>@slotwell.test. */
export interface DoctorPlan {
  name: string;
  specialization: string;
  clinic: ClinicKey;
  languages: readonly string[];
  biography: string;
  hours: readonly WeeklyHours[];
  /** Whole days away, counted from the day of the import; the first and the last are included. */
  away?: readonly { from: number; to: number; reason: string }[];
  approval?: "automatic";
  minimumNoticeMinutes?: number;
  horizonDays?: number;
}

export const DOCTORS: readonly DoctorPlan[] = [
  {
    name: "Dr. Amara Okafor",
    specialization: "cardiology",
    clinic: "newYork",
    languages: ["English", "French", "Igbo"],
    biography:
      "Cardiologist with fifteen years in heart failure and high blood pressure. Explains every number before treating it.",
    hours: [
      { days: MONDAY_TO_FRIDAY, windows: ["09:00-12:30", "13:30-17:00"] },
      { days: [6], windows: ["09:00-12:00"] },
    ],
    away: [{ from: -44, to: -41, reason: "Cardiology congress" }],
  },
  {
    name: "Dr. Lukas Brandt",
    specialization: "dermatology",
    clinic: "berlin",
    languages: ["German", "English"],
    biography:
      "Looks after skin cancer screening, eczema and everything that itches. Operates on small findings on the same day.",
    hours: [
      { days: [1, 2, 4, 5], windows: ["08:00-12:00", "13:00-16:30"] },
      { days: [3], windows: ["10:00-14:00", "15:00-19:00"] },
    ],
    away: [{ from: 17, to: 17, reason: "Training" }],
  },
  {
    name: "Dr. Mei-Ling Chen",
    specialization: "pediatrics",
    clinic: "newYork",
    languages: ["English", "Mandarin", "Cantonese"],
    biography:
      "Cares for children from their first week to their first apartment. Keeps a drawer of stickers for the brave.",
    // The practice opens earlier from the third week on.
    hours: [
      { days: MONDAY_TO_FRIDAY, windows: ["09:00-13:00", "14:00-17:30"], untilDay: 13 },
      { days: MONDAY_TO_FRIDAY, windows: ["08:00-12:30", "13:30-16:30"], fromDay: 14 },
    ],
  },
  {
    name: "Dr. Yusuf Demir",
    specialization: "orthopedics",
    clinic: "berlin",
    languages: ["German", "Turkish", "English"],
    biography:
      "Treats knees, shoulders and backs, first with exercise and only then with a knife. Former handball player.",
    hours: [{ days: MONDAY_TO_FRIDAY, windows: ["07:30-11:30", "12:30-16:00"] }],
    away: [
      { from: -30, to: -22, reason: "Vacation" },
      { from: 8, to: 8, reason: "Operating theatre" },
    ],
    minimumNoticeMinutes: 240,
  },
  {
    name: "Dr. Grace Mitchell",
    specialization: "family-medicine",
    clinic: "newYork",
    languages: ["English", "Spanish"],
    biography: "Family doctor for people who work late, with evening hours on every weekday.",
    hours: [{ days: MONDAY_TO_FRIDAY, windows: ["12:00-16:00", "16:30-20:30"] }],
  },
  {
    name: "Dr. Katarzyna Nowak",
    specialization: "neurology",
    clinic: "berlin",
    languages: ["Polish", "German", "English"],
    biography:
      "Migraine, epilepsy and nerves that fall asleep. Takes a long history and few pictures.",
    hours: [{ days: MONDAY_TO_FRIDAY, windows: ["09:00-12:00", "13:00-17:00"] }],
    away: [{ from: -16, to: -14, reason: "Vacation" }],
    minimumNoticeMinutes: 1440,
    horizonDays: 60,
  },
  {
    name: "Dr. Rafael Ortiz",
    specialization: "internal-medicine",
    clinic: "newYork",
    languages: ["Spanish", "English", "Portuguese"],
    biography:
      "Internist for diabetes, thyroid and the riddles that others send on. At his desk from seven in the morning.",
    hours: [
      { days: MONDAY_TO_FRIDAY, windows: ["07:00-11:30", "12:30-15:00"] },
      { days: [6], windows: ["08:00-11:00"] },
    ],
    away: [{ from: 20, to: 21, reason: "Family" }],
  },
  {
    name: "Dr. Johanna Weiss",
    specialization: "gynecology",
    clinic: "berlin",
    languages: ["German", "English", "Italian"],
    biography:
      "Gynecologist with a focus on endometriosis and on patients who were not listened to elsewhere.",
    hours: [
      { days: [1, 2, 3, 4], windows: ["08:30-12:30", "13:30-17:30"] },
      { days: [5], windows: ["08:30-13:30"] },
    ],
  },
  {
    name: "Dr. David Goldberg",
    specialization: "internal-medicine",
    clinic: "newYork",
    languages: ["English", "Hebrew", "Russian"],
    biography:
      "Sleep and breathing: apnea, asthma, insomnia. One night a week the sleep clinic is open past midnight.",
    hours: [
      { days: MONDAY_TO_FRIDAY, windows: ["10:00-13:00", "14:00-17:00"] },
      { days: [4], windows: ["22:00-02:00"] },
    ],
    away: [{ from: -9, to: -8, reason: "Moving house" }],
  },
  {
    name: "Dr. Fatima El-Sayed",
    specialization: "ophthalmology",
    clinic: "berlin",
    languages: ["Arabic", "German", "English"],
    biography:
      "Eye specialist for glaucoma and diabetes. Draws what she sees, so that her patients see it too.",
    hours: [
      { days: [1, 3, 5], windows: ["08:00-13:00"] },
      { days: [2, 4], windows: ["11:00-14:00", "15:00-18:30"] },
      { days: [6], windows: ["09:00-12:00"] },
    ],
    horizonDays: 120,
  },
  {
    name: "Dr. Priya Raman",
    specialization: "psychiatry",
    clinic: "newYork",
    languages: ["English", "Tamil", "Hindi"],
    biography:
      "Psychiatrist and therapist for anxiety, low mood and grown-up ADHD. Unhurried by principle.",
    hours: [{ days: MONDAY_TO_FRIDAY, windows: ["10:00-14:00", "15:00-19:00"] }],
    away: [{ from: 11, to: 11, reason: "Supervision" }],
  },
  {
    name: "Dr. Tomás Silva",
    specialization: "family-medicine",
    clinic: "berlin",
    languages: ["Portuguese", "German", "English", "Spanish"],
    biography:
      "Walk-in kind of family doctor: every free time can be booked at once, without waiting for an answer.",
    hours: [
      { days: MONDAY_TO_FRIDAY, windows: ["08:00-12:00", "14:00-18:00"] },
      { days: [6], windows: ["10:00-13:00"] },
    ],
    approval: "automatic",
    minimumNoticeMinutes: 60,
  },
];
