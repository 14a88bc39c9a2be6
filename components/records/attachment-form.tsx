import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import { Field } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";

interface AttachmentFormProps {
  recordId: string;
  /** Why the last file was refused. */
  refused: string | undefined;
}

/** Hangs a file on a record. Posts to a route, since a server action takes one megabyte. */
export function AttachmentForm({ recordId, refused }: AttachmentFormProps) {
  const t = useTranslations("records.attachments");
  const working = useTranslations("ui.form")("working");
  return (
    <form
      action={`/doctor/records/${recordId}/attach`}
      method="post"
      encType="multipart/form-data"
      className="flex max-w-prose flex-col gap-4 print:hidden"
    >
      {refused && <Alert tone="danger">{refused}</Alert>}
      <Field
        type="file"
        name="file"
        label={t("file")}
        hint={t("hint")}
        accept="application/pdf,image/jpeg,image/png"
        required
        className="py-2"
      />
      <div>
        <SubmitButton variant="secondary" pendingLabel={working} wide>
          {t("add")}
        </SubmitButton>
      </div>
    </form>
  );
}
