"use client";

import { Field } from "./field.tsx";
import { RadioGroup } from "./radio-group.tsx";
import type { Question } from "#lib/web/form-state.ts";

/** What has to be decided before a form goes on, each question with an answer that harms nobody. */
export function FormQuestions({ questions }: { questions: readonly Question[] }) {
  return (
    <div className="flex flex-col gap-5">
      {questions.map(({ name, label, hint, options, answer }) =>
        options ? (
          <RadioGroup
            key={name}
            name={name}
            legend={label}
            hint={hint}
            options={options}
            defaultValue={answer}
          />
        ) : (
          <Field
            key={name}
            as="textarea"
            name={name}
            label={label}
            hint={hint}
            rows={2}
            maxLength={1000}
            defaultValue={answer}
          />
        ),
      )}
    </div>
  );
}
