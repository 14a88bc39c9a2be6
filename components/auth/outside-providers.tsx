import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Form } from "#components/ui/form.tsx";

interface OutsideProvidersProps {
  providers: readonly { id: string; name: string }[];
  callbackUrl: string | null;
}

/** The other ways to sign in: a plain form each. */
export function OutsideProviders({ providers, callbackUrl }: OutsideProvidersProps) {
  const t = useTranslations("auth.signIn");
  return (
    <section aria-label={t("otherwise")} className="flex flex-col gap-4">
      <p className="flex items-center gap-4 text-sm text-soft before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
        {t("otherwise")}
      </p>
      <ul className="flex flex-wrap gap-3">
        {providers.map(({ id, name }) => (
          <li key={id} className="max-sm:w-full">
            <Form method="post" action={`/sign-in/provider/${id}`}>
              {callbackUrl && <input type="hidden" name="callbackUrl" value={callbackUrl} />}
              <Button type="submit" variant="secondary" wide>
                {t("with", { name })}
              </Button>
            </Form>
          </li>
        ))}
      </ul>
    </section>
  );
}
