"use client";

import { Field } from "./field.tsx";
import { RadioGroup } from "./radio-group.tsx";
import { useActionFormContext } from "./form-context.ts";

/**
 * What has to be decided before a form goes on. An ActionForm with a button of its own draws them above
 * it; a form that places its buttons among the children places these as well.
 */
export function FormQuestions() {
  const questions = useActionFormContext()?.questions ?? [];
  return (
    <div className="flex flex-col gap-5 empty:hidden">
      {questions.map(({ name, label, hint, options, secret, answer }) =>
        secret ? (
          <Field
            key={name}
            type={secret.isVisible ? "text" : "password"}
            name={name}
            label={label}
            hint={hint}
            autoComplete={secret.autoComplete}
            {...(secret.isVisible && { autoCapitalize: "characters", spellCheck: false })}
            maxLength={200}
            required
          />
        ) : options ? (
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
