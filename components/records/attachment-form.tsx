import { useTranslations } from "next-intl";
import { FileField } from "#components/ui/file-field.tsx";
import { Form } from "#components/ui/form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { MOST_BYTES } from "#lib/attachments/rules.ts";

interface AttachmentFormProps {
  recordId: string;
  /** Why the last file was refused. */
  refused: string | undefined;
}

/** Hangs a file on a record. Posts to a route, since a server action takes one megabyte. */
export function AttachmentForm({ recordId, refused }: AttachmentFormProps) {
  const t = useTranslations("records.attachments");
  const tooLarge = useTranslations("errors.fields")("file_size");
  const working = useTranslations("ui.form")("working");
  return (
    <Form
      action={`/doctor/records/${recordId}/attach`}
      method="post"
      encType="multipart/form-data"
      className="flex max-w-prose flex-col gap-4 print:hidden"
    >
      <FileField
        name="file"
        accept="application/pdf,image/jpeg,image/png"
        most={MOST_BYTES}
        label={t("file")}
        hint={t("hint")}
        error={refused}
        tooLarge={tooLarge}
      />
      <div>
        <SubmitButton variant="secondary" pendingLabel={working} wide>
          {t("add")}
        </SubmitButton>
      </div>
    </Form>
  );
}
