import { useTranslations } from "next-intl";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Field } from "#components/ui/field.tsx";
import { Form } from "#components/ui/form.tsx";
import type { DeskView } from "#lib/appointments/views.ts";
import { formatBirthday, formatMinutes } from "#lib/format.ts";
import { bothNames, isolated } from "#lib/names/rules.ts";
import { PatientSearch } from "./patient-search.tsx";

interface DeskStepsProps {
  desk: DeskView;
  path: string;
  /** Looks for the patient. */
  find: (formData: FormData) => Promise<void>;
  q: string | undefined;
  /** The visit type, once it is chosen. */
  chosenType: string | undefined;
  /** A doctor adds visits with themselves. */
  fixedDoctor: boolean;
  hrefFor: (more: Record<string, string | undefined>) => string;
}

/** The steps before the time: whose visit, with whom, what for. What is settled can be changed. */
export function DeskSteps(props: DeskStepsProps) {
  const { desk, path, find, q, chosenType, fixedDoctor, hrefFor } = props;
  const t = useTranslations("desk.add");
  const { patient, doctor, doctors } = desk;
  if (!patient) {
    return <PatientSearch found={desk.found} path={path} find={find} q={q} hrefFor={hrefFor} />;
  }
  const type = doctor?.visitTypes.find(({ id }) => id === chosenType);
  const settled = [
    {
      term: t("patient"),
      words: patient.dateOfBirth
        ? t("born", { name: bothNames(patient), when: formatBirthday(patient.dateOfBirth) })
        : isolated(bothNames(patient)),
      href: path,
    },
    ...(doctor && !fixedDoctor
      ? [
          {
            term: t("doctor"),
            words: isolated(doctor.name),
            href: hrefFor({ doctor: undefined, visitType: undefined }),
          },
        ]
      : []),
    ...(type
      ? [
          {
            term: t("visitType"),
            words: `${isolated(type.name)} (${formatMinutes(type.minutes)})`,
            href: hrefFor({ visitType: undefined }),
          },
        ]
      : []),
  ];
  return (
    <>
      <Card className="max-w-prose py-2!">
        <DescriptionList
          items={settled.map(({ term, words, href }) => ({
            term,
            description: (
              <span className="flex flex-wrap items-center justify-between gap-x-4">
                <span className="font-semibold">{words}</span>
                <ButtonLink
                  href={href}
                  variant="quiet"
                  size="small"
                  aria-label={t("changeWhat", { what: term })}
                >
                  {t("change")}
                </ButtonLink>
              </span>
            ),
          }))}
        />
      </Card>
      {!type && (
        <Form action={path} className="flex max-w-prose flex-wrap items-end gap-4">
          <input type="hidden" name="patient" value={patient.id} />
          {doctor ? (
            <>
              <input type="hidden" name="doctor" value={doctor.id} />
              <Choice name="visitType" label={t("visitType")} of={doctor.visitTypes} />
            </>
          ) : (
            <Choice name="doctor" label={t("doctor")} of={doctors} />
          )}
          <Button type="submit">{t("next")}</Button>
        </Form>
      )}
    </>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  of: readonly { id: string; name: string; minutes?: number }[];
}

function Choice({ name, label, of }: ChoiceProps) {
  return (
    <div className="min-w-0 grow">
      <Field
        as="select"
        name={name}
        label={label}
        options={of.map((one) => ({
          value: one.id,
          label: one.minutes ? `${isolated(one.name)} (${formatMinutes(one.minutes)})` : one.name,
        }))}
      />
    </div>
  );
}
