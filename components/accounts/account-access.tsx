import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Section } from "#components/ui/section.tsx";
import type { AccountView } from "#lib/accounts/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";

interface AccountAccessProps {
  account: AccountView;
  disable: FormAction;
  enable: FormAction;
  closeHref: string;
}

/** Shutting an account until further notice, opening it again, and the way to closing it for good. */
export function AccountAccess({ account, disable, enable, closeHref }: AccountAccessProps) {
  const t = useTranslations("admin.account");
  const { id, permits } = account;
  const does = permits.disable ? "disable" : "enable";
  return (
    <>
      {(permits.disable || permits.enable) && (
        <Section id="access" title={t("access")}>
          <p className="max-w-prose">{t(`${does}Body`)}</p>
          <ActionForm
            action={permits.disable ? disable : enable}
            submit={t(does)}
            submitVariant="secondary"
          >
            <input type="hidden" name="_id" value={id} />
          </ActionForm>
        </Section>
      )}
      {permits.close && (
        <Section id="close" title={t("close")}>
          <p className="max-w-prose">{t("closeBody")}</p>
          <div>
            <ButtonLink href={closeHref} variant="danger" wide>
              {t("closeNext")}
            </ButtonLink>
          </div>
        </Section>
      )}
    </>
  );
}
