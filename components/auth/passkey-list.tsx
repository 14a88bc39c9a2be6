import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormDetails } from "#components/ui/form-details.tsx";
import { Section } from "#components/ui/section.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { Proof } from "#lib/accounts/rules.ts";
import { formatRelative } from "#lib/format.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { ProvenForm } from "./proven-form.tsx";

interface PasskeyListProps {
  passkeys: readonly { id: string; name: string; createdAt: Date; lastUsedAt: Date | null }[];
  now: Date;
  proof: Proof;
  begin: FormAction;
  rename: FormAction;
  remove: FormAction;
}

/** The user's passkeys: adding, renaming and removing them. */
export function PasskeyList(props: PasskeyListProps) {
  const { passkeys, now, proof, begin, rename, remove } = props;
  const t = useTranslations("auth.security.passkeys");
  return (
    <Section id="passkeys" title={t("title")}>
      <p className="max-w-prose">{t("lead")}</p>
      {passkeys.length > 0 && (
        <ul className="flex flex-col gap-3">
          {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
            <Card as="li" key={id} className="flex flex-col gap-4">
              <div>
                <p dir="auto" className="font-semibold wrap-anywhere">
                  {name}
                </p>
                <p className="text-sm text-soft">
                  {t("added", { at: formatRelative(createdAt, now) })}
                  {lastUsedAt && ` ${t("used", { at: formatRelative(lastUsedAt, now) })}`}
                </p>
              </div>
              <div className="flex flex-wrap items-start gap-3">
                <ActionForm action={rename}>
                  <input type="hidden" name="_id" value={id} />
                  <FormDetails
                    summary={t("rename")}
                    summaryClass={buttonClass({ variant: "secondary", size: "small" })}
                  >
                    <div className="flex flex-col gap-4 pt-4">
                      <Field
                        name="name"
                        label={t("name")}
                        defaultValue={name}
                        maxLength={60}
                        autoComplete="off"
                        required
                      />
                      <div>
                        <SubmitButton pendingLabel={t("working")}>{t("save")}</SubmitButton>
                      </div>
                    </div>
                  </FormDetails>
                </ActionForm>
                <ProvenForm
                  action={remove}
                  proof={proof}
                  folded={t("remove")}
                  submit={t("remove")}
                  danger
                >
                  <p>{t("removeLead")}</p>
                  <input type="hidden" name="_id" value={id} />
                </ProvenForm>
              </div>
            </Card>
          ))}
        </ul>
      )}
      <ProvenForm
        action={begin}
        proof={proof}
        submit={t("add")}
        {...(proof === "none" ? {} : { folded: t("add") })}
      />
    </Section>
  );
}
