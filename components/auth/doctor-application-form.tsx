import { useTranslations } from "next-intl";
import Link from "next/link";
import { useSpecializationOptions } from "#components/specialization-name.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { ErrorSummary } from "#components/ui/error-summary.tsx";
import { Field, type Option } from "#components/ui/field.tsx";
import { Form } from "#components/ui/form.tsx";
import { NewPassword } from "./new-password.tsx";
import { emailInput } from "./email-input.ts";

interface DoctorApplicationFormProps {
  /** What was typed before, by field. */
  typed: Record<string, string>;
  /** Field -> sentence. */
  errors: Record<string, string>;
  /** Those in the directory; they join those of the catalogue. */
  specializations: readonly string[];
  clinics: readonly Option[];
}

/** Posts to a route, like the registration of patients. */
export function DoctorApplicationForm(props: DoctorApplicationFormProps) {
  const { typed, errors, specializations, clinics } = props;
  const t = useTranslations("auth");
  const known = useSpecializationOptions(specializations);
  const wrong = Object.entries(errors);
  const field = (name: string) => ({
    id: name,
    name,
    defaultValue: typed[name],
    error: errors[name],
  });
  const choice = (options: readonly Option[]) => [
    { value: "", label: t("doctor.choose") },
    ...options,
  ];
  return (
    <Card className="flex flex-col gap-6">
      {wrong.length > 0 && (
        <ErrorSummary
          title={t("check")}
          items={wrong.map(([name, message]) => ({ href: `#${name}`, message }))}
        />
      )}
      <Form method="post" action="/register/doctor/submit" className="flex flex-col gap-5">
        <Field
          {...field("name")}
          label={t("doctor.name")}
          autoComplete="name"
          maxLength={200}
          required
        />
        <Field
          {...field("email")}
          {...emailInput}
          label={t("email")}
          autoComplete="username"
          maxLength={254}
          required
        />
        <NewPassword id="password" error={errors["password"]} />
        <Field
          {...field("specialization")}
          as="select"
          label={t("doctor.specialization")}
          options={choice(known)}
          required
        />
        <Field
          {...field("clinic")}
          as="select"
          label={t("doctor.clinic")}
          options={choice(clinics)}
          required
        />
        <Field
          {...field("languages")}
          label={t("doctor.languages")}
          hint={t("doctor.languagesHint")}
          maxLength={600}
          required
        />
        <Field
          {...field("biography")}
          as="textarea"
          label={t("doctor.biography")}
          hint={t("doctor.biographyHint")}
          rows={6}
          maxLength={2000}
        />
        <Field
          {...field("licenseNumber")}
          label={t("doctor.license")}
          hint={t("doctor.licenseHint")}
          autoComplete="off"
          maxLength={100}
          required
        />
        <div>
          <Button type="submit" wide>
            {t("doctor.submit")}
          </Button>
        </div>
      </Form>
      <p className="text-soft">
        {t("register.known")}{" "}
        <Link href="/sign-in" prefetch={false} className="link">
          {t("signIn.title")}
        </Link>
      </p>
    </Card>
  );
}
