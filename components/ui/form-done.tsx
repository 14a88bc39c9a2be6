import Link from "next/link";
import type { Ref } from "react";
import type { FormState } from "#lib/web/form-state.ts";
import { Alert } from "./alert.tsx";
import { CopyButton, type CopyWords } from "./copy-button.tsx";

interface FormDoneProps {
  answer: Extract<FormState, { status: "done" }>;
  words: CopyWords;
  ref: Ref<HTMLDivElement>;
}

/** What a form answers on its own page: takes the focus, so that it is seen and read. */
export function FormDone({ answer: { message, facts = [], next }, words, ref }: FormDoneProps) {
  return (
    <div ref={ref} tabIndex={-1} className="scroll-mt-24 outline-none">
      <Alert tone="success">
        <p>{message}</p>
        {facts.length > 0 && (
          <dl className="mt-3 grid gap-3">
            {facts.map(({ label, value, download }) => (
              <div key={label}>
                <dt className="text-sm font-semibold">{label}</dt>
                <dd className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <code className="wrap-anywhere whitespace-pre-line select-all">{value}</code>
                  <CopyButton text={value} what={label} words={words} />
                  {download && (
                    <a
                      href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${value}\n`)}`}
                      download={download.name}
                      className="text-sm link print:hidden"
                    >
                      {download.label}
                    </a>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        )}
        {next && (
          <p className="mt-4">
            <Link href={next.href} className="link">
              {next.label}
            </Link>
          </p>
        )}
      </Alert>
    </div>
  );
}
