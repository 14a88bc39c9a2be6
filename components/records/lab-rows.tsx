"use client";

import { useState } from "react";
import { Field, type Option } from "#components/ui/field.tsx";
import { formatDeadline } from "#lib/format.ts";
import { parseTypedNumber, showNumber } from "#lib/numbers/rules.ts";
import { parseInstant } from "#lib/time/instant.ts";
import { RowCard } from "./row-card.tsx";
import { RowList } from "./row-list.tsx";

export type LabWords = Record<
  | "add"
  | "flag"
  | "high"
  | "loinc"
  | "low"
  | "name"
  | "number"
  | "readAs"
  | "remove"
  | "takenAt"
  | "unit"
  | "value",
  string
> & { flags: readonly Option[] };

interface LabRowsProps {
  fields: Record<string, string>;
  /** The clinic's day: when most values are from. */
  today: string;
  /** In which the time of a sample is shown. */
  timeZone: string;
  words: LabWords;
}

/** What a laboratory measured, a row each. */
export function LabRows({ fields, today, timeZone, words }: LabRowsProps) {
  return (
    <RowList
      list="labResults"
      fields={fields}
      add={words.add}
      row={(key, index, onRemove) => (
        <LabRow
          key={key}
          at={`labResults:${key}`}
          title={words.number.replace("{number}", String(index + 1))}
          fields={fields}
          today={today}
          timeZone={timeZone}
          words={words}
          onRemove={onRemove}
        />
      )}
    />
  );
}

interface LabRowProps extends LabRowsProps {
  at: string;
  title: string;
  onRemove?: (() => void) | undefined;
}

function LabRow({ at, title, fields, today, timeZone, words, onRemove }: LabRowProps) {
  const before = (name: string) => fields[`${at}:${name}`];
  const text = (name: "name" | "loinc" | "unit", most: number) => (
    <Field
      name={`${at}:${name}`}
      label={words[name]}
      defaultValue={before(name)}
      maxLength={most}
      autoComplete="off"
    />
  );
  const number = (name: "value" | "low" | "high", most: number) => (
    <NumberField
      name={`${at}:${name}`}
      label={words[name]}
      defaultValue={before(name)}
      maxLength={most}
      readAs={words.readAs}
    />
  );
  // An instant stays one: only days are asked for.
  const takenAt = before("takenAt") ?? today;
  return (
    <RowCard title={title} remove={words.remove} onRemove={onRemove}>
      <div className="sm:col-span-4">{text("name", 200)}</div>
      <div className="sm:col-span-2">{text("loinc", 10)}</div>
      <div className="sm:col-span-2">{number("value", 500)}</div>
      <div className="sm:col-span-2">{text("unit", 50)}</div>
      <div className="sm:col-span-2">
        <Field
          as="select"
          name={`${at}:flag`}
          label={words.flag}
          options={words.flags}
          defaultValue={before("flag") ?? ""}
        />
      </div>
      <div className="sm:col-span-2">{number("low", 100)}</div>
      <div className="sm:col-span-2">{number("high", 100)}</div>
      <div className="sm:col-span-2">
        {takenAt.length > 10 ? (
          <InstantField
            name={`${at}:takenAt`}
            label={words.takenAt}
            defaultValue={takenAt}
            timeZone={timeZone}
          />
        ) : (
          <Field type="date" name={`${at}:takenAt`} label={words.takenAt} defaultValue={takenAt} />
        )}
      </div>
    </RowCard>
  );
}

interface InstantFieldProps {
  name: string;
  label: string;
  defaultValue: string;
  timeZone: string;
}

/** A field for an instant, which shows below it what clocks in a zone show then. */
function InstantField({ timeZone, ...props }: InstantFieldProps) {
  const [typed, setTyped] = useState(props.defaultValue);
  const isInstant = typed.length > 10 && !Number.isNaN(parseInstant(typed));
  return (
    <div onInput={(event) => setTyped((event.target as HTMLInputElement).value)}>
      <Field {...props} note={isInstant ? formatDeadline(typed, timeZone) : ""} />
    </div>
  );
}

interface NumberFieldProps {
  name: string;
  label: string;
  defaultValue: string | undefined;
  maxLength: number;
  /** With `{number}`. */
  readAs: string;
}

/** A field for a number, which shows below it the number that is kept. */
function NumberField({ readAs, ...props }: NumberFieldProps) {
  const [typed, setTyped] = useState(props.defaultValue ?? "");
  const read = parseTypedNumber(typed);
  return (
    <div onInput={(event) => setTyped((event.target as HTMLInputElement).value)}>
      <Field
        {...props}
        autoComplete="off"
        note={read.kind === "number" ? readAs.replace("{number}", showNumber(read.value)) : ""}
      />
    </div>
  );
}
