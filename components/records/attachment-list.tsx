import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Icon } from "#components/ui/icons.tsx";
import { formatBytes } from "#lib/format.ts";
import type { AttachmentView } from "#lib/records/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";

interface AttachmentListProps {
  attachments: readonly AttachmentView[];
  /** For the author, who may take one off again. */
  remove?: FormAction | undefined;
}

/** What hangs on a record. Always saved, never shown within this site. */
export function AttachmentList({ attachments, remove }: AttachmentListProps) {
  const t = useTranslations("records.attachments");
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-surface">
      {attachments.map(({ id, name, size }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 px-4 py-2">
          <a
            href={`/attachments/${id}`}
            download
            className="flex min-h-11 min-w-0 items-center gap-2 wrap-anywhere link"
          >
            <Icon name="paperclip" className="size-4" />
            <Entered>{name}</Entered>
          </a>
          <span className="flex items-center gap-3 text-sm text-soft">
            {formatBytes(size)}
            {remove && (
              <ActionForm action={remove} submit={t("remove")} submitVariant="quiet">
                <input type="hidden" name="_id" value={id} />
              </ActionForm>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
