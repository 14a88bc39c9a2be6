import { useTranslations } from "next-intl";
import { PhoneLink } from "#components/phone-link.tsx";
import { Card } from "#components/ui/card.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { formatAge, formatBirthday } from "#lib/format.ts";
import { formatLanguage } from "#lib/formatting/languages.ts";
import type { PatientProfileView } from "#lib/patients/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { ShowNumber } from "./show-number.tsx";

interface ProfileFactsProps {
  profile: PatientProfileView;
  /** Shows the whole insurance number; without it there is only its end. */
  showNumber?: FormAction;
}

/** Who a patient is, to read. */
export function ProfileFacts({ profile, showNumber }: ProfileFactsProps) {
  const t = useTranslations("patients.facts");
  const addressed = useTranslations("auth.account.names");
  const gender = useTranslations("patients.gender");
  const { dateOfBirth, agePrecise, preferredLanguage, interpreterRequired } = profile;
  const { emergencyContact, insurance } = profile;
  const known = (text: string | null) =>
    text !== null ? <Entered>{text}</Entered> : <span className="text-soft">{t("unknown")}</span>;
  const born = dateOfBirth && formatBirthday(dateOfBirth);
  const contact = emergencyContact && (
    <>
      {emergencyContact.relation === null ? (
        <Entered>{emergencyContact.name}</Entered>
      ) : (
        t("relation", { name: emergencyContact.name, relation: emergencyContact.relation })
      )}
      <span className="block">
        <PhoneLink phone={emergencyContact.phone} e164={profile.emergencyContactPhoneE164} />
      </span>
    </>
  );
  return (
    <Card className="max-w-prose">
      <DescriptionList
        items={[
          { term: t("name"), description: <Entered>{profile.name}</Entered> },
          ...(profile.preferredName === null
            ? []
            : [
                {
                  term: addressed("preferred"),
                  description: <Entered>{profile.preferredName}</Entered>,
                },
              ]),
          ...(profile.pronouns === null
            ? []
            : [
                { term: addressed("pronouns"), description: <Entered>{profile.pronouns}</Entered> },
              ]),
          {
            term: t("born"),
            description: known(
              born && agePrecise && t("bornWithAge", { born, age: formatAge(agePrecise) }),
            ),
          },
          { term: t("gender"), description: gender(profile.gender) },
          {
            term: t("phone"),
            description:
              profile.phone === null ? (
                known(null)
              ) : (
                <PhoneLink phone={profile.phone} e164={profile.phoneE164} />
              ),
          },
          {
            term: t("address"),
            description: <span className="whitespace-pre-line">{known(profile.address)}</span>,
          },
          {
            term: t("language"),
            description: known(preferredLanguage && formatLanguage(preferredLanguage)),
          },
          {
            term: t("interpreter"),
            description:
              interpreterRequired === null
                ? known(null)
                : t(interpreterRequired ? "interpreterNeeded" : "interpreterNotNeeded"),
          },
          { term: t("emergency"), description: contact ?? known(null) },
          { term: t("insurance"), description: known(insurance?.provider ?? null) },
          ...(insurance
            ? [
                {
                  term: t("number"),
                  description: insurance.numberMasked ? (
                    <ShowNumber
                      patientId={profile.id}
                      masked={insurance.numberMasked}
                      action={showNumber}
                    />
                  ) : (
                    <span className="text-soft">{t("noNumber")}</span>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}
