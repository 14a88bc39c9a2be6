import { useTranslations } from "next-intl";
import { PrintButton } from "#components/ui/print-button.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { formatBirthday } from "#lib/format.ts";
import { isolated } from "#lib/names/rules.ts";
import type { PaperView } from "#lib/records/views.ts";

interface PaperHeadProps extends Pick<PaperView, "patient" | "clinic"> {
  title: string;
  backHref: string;
}

/** The head of a sheet: what it is, whose, and from which clinic. */
export function PaperHead({ title, patient, clinic, backHref }: PaperHeadProps) {
  const t = useTranslations("records.paper");
  return (
    <>
      <PageHeader
        title={title}
        actions={
          <>
            <PrintButton>{t("print")}</PrintButton>
            <ButtonLink href={backHref} variant="quiet">
              {t("back")}
            </ButtonLink>
          </>
        }
      />
      <DescriptionList
        items={[
          { term: t("patient"), description: <Entered>{patient.name}</Entered> },
          ...(patient.dateOfBirth
            ? [{ term: t("born"), description: formatBirthday(patient.dateOfBirth) }]
            : []),
          ...(clinic
            ? [
                {
                  term: t("clinic"),
                  description: [
                    isolated(clinic.name),
                    isolated(clinic.address),
                    isolated(clinic.phone),
                  ]
                    .filter(Boolean)
                    .join(", "),
                },
              ]
            : []),
        ]}
      />
    </>
  );
}

/** Where the doctor signs. */
export function PaperFoot({ signer }: { signer: string }) {
  const t = useTranslations("records.paper");
  return (
    <p className="mt-8 max-w-xs border-t border-ink pt-2 text-sm print:mt-24">
      {t("signature", { name: signer })}
    </p>
  );
}
