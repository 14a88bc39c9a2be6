"use client";

import { unstable_rethrow } from "next/navigation";
import { startTransition, useActionState, useEffect, useId, useRef, useState } from "react";
import type { ReactNode, SubmitEvent } from "react";
import { useForm, type UseFormRegisterReturn } from "react-hook-form";
import { formValues, idle } from "#lib/web/form-state.ts";
import type { FieldWords, FormAction, RefusedForm } from "#lib/web/form-state.ts";
import type { ButtonVariant } from "./button.tsx";
import { cx } from "./class-names.ts";
import { ErrorSummary } from "./error-summary.tsx";
import { fieldId } from "./field.tsx";
import { takeFocus } from "./focus.ts";
import { FormProvider } from "./form-context.ts";
import { FormDone } from "./form-done.tsx";
import { FormQuestions } from "./form-questions.tsx";
import { lazyResolver, messagesOf, type Typed } from "./form-resolver.ts";
import type { FormSchemaName } from "./form-schemas.ts";
import { NOT_RESTORED, OwnerField } from "./owner-field.tsx";
import { released, watchPresses } from "./press.ts";
import { labelWithRow } from "./row-label.ts";
import { SubmitButton } from "./submit-button.tsx";
import { useHydrated } from "./use-hydrated.ts";

export interface FormWords {
  working: string;
  check: string;
  unreachable: string;
  alternatives: string;
  copy: string;
  copied: string;
  fields: FieldWords;
}

export interface ActionFormProps {
  /** A server action; the form posts to it without JavaScript too. */
  action: FormAction;
  /** Fields, hidden inputs, text. */
  children: ReactNode;
  /** Checked in the browser as well (see form-schemas.ts). */
  schema?: FormSchemaName;
  /** The label of the button; leave it out to place SubmitButtons among the children. */
  submit?: string;
  submitVariant?: ButtonVariant;
  /** Beside the button, e.g. a link back. */
  aside?: ReactNode;
  /** What the page knows would be refused, said before anything is sent. */
  refusal?: RefusedForm | null;
  className?: string;
}

/** See action-form.tsx, which a page uses; this is its part in the browser. */
export function ActionFormClient(props: ActionFormProps & { owner: string; words: FormWords }) {
  const {
    owner,
    action,
    children,
    schema,
    submit,
    submitVariant,
    aside,
    refusal,
    className,
    words,
  } = props;
  const id = useId();
  const element = useRef<HTMLFormElement>(null);
  const summary = useRef<HTMLDivElement>(null);
  const done = useRef<HTMLDivElement>(null);
  const hydrated = useHydrated();
  const [state, dispatch, pending] = useActionState(
    hydrated ? keepingValues(action, words.unreachable) : action,
    idle,
  );
  const [drawn] = useState(state);
  const { register, handleSubmit, formState } = useForm<Typed>({
    resolver: lazyResolver(schema, id, words.fields),
    mode: "onBlur",
  });
  const failed = state.status === "error" ? state : (refusal ?? undefined);
  const [edited, setEdited] = useState({ since: state, names: new Set<string>() });
  const [labels, setLabels] = useState<Record<string, string>>({});
  const changed = edited.since === state ? edited.names : new Set<string>();

  useEffect(() => {
    const cameAlong = state === drawn;
    if (state.status === "error") takeFocus(summary.current, cameAlong);
    if (state.status === "done") {
      if (!cameAlong) element.current?.reset();
      takeFocus(done.current, cameAlong);
    }
  }, [state, drawn]);
  useEffect(watchPresses, []);
  // Fields that name what they want (`tel`) are restored all the same.
  useEffect(() => {
    if (isReturnedTo()) element.current?.reset();
  }, []);

  function errorOf(name: string): string | undefined {
    const refused = changed.has(name) ? undefined : failed?.fieldErrors?.[name];
    return formState.errors[name]?.message ?? refused;
  }

  function onSubmit(event: SubmitEvent<HTMLFormElement>) {
    // Posting by hand keeps React from emptying the fields afterwards.
    event.preventDefault();
    if (pending || formState.isSubmitting) return;
    const data = new FormData(event.currentTarget, event.nativeEvent.submitter);
    setLabels(labelsOf(event.currentTarget));
    void handleSubmit(() => {
      startTransition(() => {
        dispatch(data);
      });
    })(event);
  }

  const order = Object.keys(labels);
  const questions = failed?.questions?.filter(({ options, secret }) => options ?? secret) ?? [];
  const asked = questions.map(({ name, label }) => ({
    href: `#${fieldId(id, name)}`,
    message: label,
  }));
  const complaints = Object.entries({ ...failed?.fieldErrors, ...messagesOf(formState.errors) })
    .filter(([name]) => errorOf(name) !== undefined)
    .sort(([one], [other]) => order.indexOf(one) - order.indexOf(other))
    .map(([name, message]) => ({
      href: `#${fieldId(id, name)}`,
      message: labels[name] ? `${labels[name]}: ${message}` : message,
    }));

  if (state.status === "done" && state.next) {
    return <FormDone ref={done} answer={state} words={words} />;
  }
  return (
    <FormProvider
      value={{
        id,
        pending: pending || formState.isSubmitting,
        register: (name) => withPatience(register(name)),
        errorOf,
        typed: failed?.values,
        questions: failed?.questions ?? [],
      }}
    >
      <form
        id={id}
        ref={element}
        action={dispatch}
        onSubmit={onSubmit}
        onInput={(event) => {
          const name = (event.target as HTMLInputElement).name;
          if (!changed.has(name)) setEdited({ since: state, names: new Set(changed).add(name) });
        }}
        {...NOT_RESTORED}
        noValidate={hydrated && schema !== undefined}
        aria-busy={pending}
        className={cx("flex flex-col gap-6", className)}
      >
        <OwnerField owner={owner} />
        {/* Enter presses a form's first button: let it not be one of the alternatives. */}
        {failed?.alternatives && <input type="submit" hidden />}
        {failed && (
          <ErrorSummary
            ref={summary}
            title={failed.message}
            asks={failed.questions !== undefined}
            items={[...complaints, ...asked]}
            alternatives={failed.alternatives ?? []}
            alternativesTitle={words.alternatives}
          />
        )}
        {!failed && complaints.length > 1 && (
          <ErrorSummary title={words.check} items={complaints} />
        )}
        {state.status === "done" && <FormDone ref={done} answer={state} words={words} />}
        {children}
        {submit !== undefined && (
          <>
            <FormQuestions />
            <div className="flex flex-wrap items-center gap-3 max-sm:*:w-full">
              <SubmitButton pendingLabel={words.working} variant={submitVariant} wide>
                {submit}
              </SubmitButton>
              {aside}
            </div>
          </>
        )}
      </form>
    </FormProvider>
  );
}

/** Whether the user came to this document by the Back or Forward button. */
function isReturnedTo(): boolean {
  const [navigation] = performance.getEntriesByType("navigation");
  return (navigation as PerformanceNavigationTiming | undefined)?.type === "back_forward";
}

/** A lost connection or a broken server must not throw the form away with all that was typed. */
function keepingValues(action: FormAction, message: string): FormAction {
  return async (previous, formData) => {
    try {
      return await action(previous, formData);
    } catch (error) {
      unstable_rethrow(error); // redirects and "not found" are thrown too
      return { status: "error", message, values: formValues(formData) };
    }
  };
}

/** Leaving a field empty is no error yet: the person may be on the way to another one first. */
function withPatience(registered: UseFormRegisterReturn): UseFormRegisterReturn {
  return {
    ...registered,
    onBlur: async (event: { target: { value?: string } }) => {
      if (event.target.value === "") return;
      await released();
      await registered.onBlur(event);
    },
  };
}

/** What each field is called, for the summary. Its mark of being required is left out. */
function labelsOf(form: HTMLFormElement): Record<string, string> {
  const labels: Record<string, string> = {};
  const typed = new FormData(form);
  for (const control of form.elements) {
    const { name, labels: own } = control as HTMLInputElement;
    const label = own?.[0]?.firstChild?.textContent;
    if (label) labels[name] = labelWithRow(name, label, typed);
  }
  return labels;
}
