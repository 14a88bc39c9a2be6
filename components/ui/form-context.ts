"use client";

import { createContext, use } from "react";
import type { UseFormRegisterReturn } from "react-hook-form";
import type { Question } from "#lib/web/form-state.ts";

/** What an ActionForm tells the fields and buttons inside it. */
export interface FormContextValue {
  id: string;
  pending: boolean;
  register: (name: string) => UseFormRegisterReturn;
  errorOf: (name: string) => string | undefined;
  /** What was typed before the server answered with an error. */
  typed: Record<string, string> | undefined;
  /** What has to be decided before the form goes on. */
  questions: readonly Question[];
}

const FormContext = createContext<FormContextValue | null>(null);

export const FormProvider = FormContext.Provider;

/** Null outside an ActionForm, e.g. in a form that posts to a route handler. */
export function useActionFormContext(): FormContextValue | null {
  return use(FormContext);
}
