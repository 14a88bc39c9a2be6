import type { Flag } from "#lib/records/schema.ts";

export interface Prescribed {
  drug: string;
  dose?: string;
  route?: string;
  frequency?: string;
  duration?: string;
  instructions?: string;
}

export interface Measured {
  name: string;
  loinc?: string;
  value?: number;
  text?: string;
  unit?: string;
  low?: number;
  high?: number;
  flag?: Flag;
  /** Days before the record was written. */
  daysBefore?: number;
}

/** What a doctor writes down. */
export interface Finding {
  diagnosis: string;
  diagnosisCode: string | null;
  treatment: string;
  notes: string | null;
  prescriptions?: Prescribed[];
  labResults?: Measured[];
}

const LDL = { name: "LDL cholesterol", loinc: "2089-1", unit: "mg/dl", high: 130 };
const POTASSIUM = { name: "Potassium", loinc: "2823-3", unit: "mmol/l", low: 3.5, high: 5.1 };
const CREATININE = { name: "Creatinine", loinc: "2160-0", unit: "mg/dl", low: 0.5, high: 1.1 };

/** What the first doctor wrote about the first patient, at the first visit and a later one. */
export const FIRST_PATIENT: readonly Finding[] = [
  {
    diagnosis: "Essential hypertension, newly diagnosed",
    diagnosisCode: "I10",
    treatment:
      "Ramipril in the morning. Home blood pressure twice a day for two weeks. Less salt, thirty minutes of walking a day.",
    notes:
      "158/96 mmHg at both arms, pulse 78, regular. ECG without findings. Father had a stroke at 61. Earlier values were brought along.",
    prescriptions: [
      {
        drug: "Ramipril",
        dose: "2.5 mg",
        route: "by mouth",
        frequency: "once a day, in the morning",
        duration: "3 months",
        instructions: "Call if a dry cough begins.",
      },
    ],
    labResults: [
      { ...LDL, value: 171, daysBefore: 720 },
      { ...LDL, value: 168, daysBefore: 540 },
      { ...LDL, value: 159, daysBefore: 365 },
      { ...LDL, value: 172, daysBefore: 180 },
      { ...LDL, value: 164, daysBefore: 0 },
      { ...POTASSIUM, value: 4.3 },
      { ...CREATININE, value: 0.8 },
    ],
  },
  {
    diagnosis: "Essential hypertension, improving; mixed hyperlipidemia",
    diagnosisCode: "E78.2",
    treatment:
      "Ramipril raised. Atorvastatin in the evening. Lipids and liver values again in six weeks.",
    notes: "Home average 141/88 mmHg. Tolerates the tablets, no cough.",
    prescriptions: [
      {
        drug: "Ramipril",
        dose: "5 mg",
        route: "by mouth",
        frequency: "once a day, in the morning",
        duration: "3 months",
      },
      {
        drug: "Atorvastatin",
        dose: "20 mg",
        route: "by mouth",
        frequency: "once a day, in the evening",
        duration: "3 months",
        instructions: "Call if muscles begin to ache.",
      },
    ],
    labResults: [
      { ...LDL, value: 158, daysBefore: 2 },
      { ...POTASSIUM, value: 5.3, daysBefore: 2 },
      { ...CREATININE, value: 0.9, daysBefore: 2 },
      { name: "Urine dipstick", text: "no protein, no glucose", daysBefore: 2 },
    ],
  },
];

/** What others were found to have, by specialization. */
export const FINDINGS: Record<string, Finding> = {
  cardiology: {
    diagnosis: "Palpitations, benign extrasystoles",
    diagnosisCode: "R00.2",
    treatment: "No tablets. Long-term ECG again in a year, earlier if it gets worse.",
    notes: null,
  },
  dermatology: {
    diagnosis: "Atopic dermatitis",
    diagnosisCode: "L20.9",
    treatment: "Mometasone cream, then less of it. Urea lotion every day.",
    notes: "Both elbows. No infection.",
    prescriptions: [
      {
        drug: "Mometasone cream 0.1 %",
        route: "on the skin",
        frequency: "once a day for a week, then twice a week",
      },
    ],
  },
  orthopedics: {
    diagnosis: "Patellofemoral pain",
    diagnosisCode: "M22.2",
    treatment: "Physiotherapy six times, pause from running for three weeks.",
    notes: null,
  },
  neurology: {
    diagnosis: "Migraine without aura",
    diagnosisCode: "G43.0",
    treatment: "Sumatriptan at onset, at most ten days a month. Headache diary.",
    notes: "Three to four attacks a month, no red flags.",
    prescriptions: [{ drug: "Sumatriptan", dose: "50 mg", frequency: "at onset" }],
  },
  "family-medicine": {
    diagnosis: "Iron deficiency",
    diagnosisCode: "E61.1",
    treatment: "Iron every other day for three months, then blood count.",
    notes: null,
    prescriptions: [
      { drug: "Ferrous sulfate", frequency: "every other day", duration: "3 months" },
    ],
    labResults: [
      { name: "Ferritin", loinc: "2276-4", value: 9, unit: "µg/l", low: 15, high: 150 },
      { name: "Hemoglobin", loinc: "718-7", value: 11.4, unit: "g/dl", low: 12, high: 15.5 },
    ],
  },
};
