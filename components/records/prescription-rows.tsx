"use client";

import { useState } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { Field } from "#components/ui/field.tsx";
import { allergyWarnings } from "#lib/history/rules.ts";
import { RowCard } from "./row-card.tsx";
import { RowList } from "./row-list.tsx";

export type PrescriptionWords = Record<
  | "add"
  | "allergy"
  | "dose"
  | "doseHint"
  | "drug"
  | "duration"
  | "frequency"
  | "instructions"
  | "number"
  | "remove"
  | "route",
  string
>;

interface PrescriptionRowsProps {
  fields: Record<string, string>;
  /** The names of what the patient does not tolerate. */
  allergies: readonly string[];
  words: PrescriptionWords;
}

/** What is prescribed, a row each; warns while a drug is typed that an allergy speaks against. */
export function PrescriptionRows({ fields, allergies, words }: PrescriptionRowsProps) {
  return (
    <RowList
      list="prescriptions"
      fields={fields}
      add={words.add}
      row={(key, index, onRemove) => (
        <PrescriptionRow
          key={key}
          at={`prescriptions:${key}`}
          title={words.number.replace("{number}", String(index + 1))}
          fields={fields}
          allergies={allergies}
          words={words}
          onRemove={onRemove}
        />
      )}
    />
  );
}

interface PrescriptionRowProps extends PrescriptionRowsProps {
  at: string;
  title: string;
  onRemove?: (() => void) | undefined;
}

function PrescriptionRow(props: PrescriptionRowProps) {
  const { at, title, fields, allergies, words, onRemove } = props;
  const [drug, setDrug] = useState(fields[`${at}:drug`] ?? "");
  const warnings = allergyWarnings(
    drug,
    allergies.map((name) => ({ name })),
  );
  const text = (name: "dose" | "route" | "frequency" | "duration", label: string, most: number) => (
    <Field
      name={`${at}:${name}`}
      label={label}
      defaultValue={fields[`${at}:${name}`]}
      maxLength={most}
    />
  );
  return (
    <RowCard title={title} remove={words.remove} onRemove={onRemove}>
      <div
        className="sm:col-span-6"
        onInput={(event) => setDrug((event.target as HTMLInputElement).value)}
      >
        <Field
          name={`${at}:drug`}
          label={words.drug}
          defaultValue={fields[`${at}:drug`]}
          maxLength={200}
          autoComplete="off"
        />
      </div>
      <div aria-live="polite" className="empty:hidden sm:col-span-6">
        {warnings.map((name) => (
          <Alert key={name} tone="danger">
            {words.allergy.replace("{name}", name)}
          </Alert>
        ))}
      </div>
      <div className="sm:col-span-2">{text("dose", words.dose, 100)}</div>
      <div className="sm:col-span-2">{text("route", words.route, 100)}</div>
      <div className="sm:col-span-2">{text("frequency", words.frequency, 200)}</div>
      <div className="sm:col-span-2">{text("duration", words.duration, 100)}</div>
      <div className="sm:col-span-4">
        <Field
          name={`${at}:instructions`}
          label={words.instructions}
          defaultValue={fields[`${at}:instructions`]}
          maxLength={1000}
        />
      </div>
    </RowCard>
  );
}
