import type { ComponentProps } from "react";
import { formOwner } from "#lib/web/form-owner.ts";
import { NOT_RESTORED, OwnerField } from "./owner-field.tsx";

interface FormProps extends ComponentProps<"form"> {
  /** Whose form it is, where that is not the account that is signed in (see lib/auth/form-owner.ts). */
  owner?: string;
}

/**
 * A form that navigates by itself: every form but those of action-form.tsx. If it posts, it carries the
 * account that it is drawn for. For another account it is another form: nothing typed goes over to it.
 */
export async function Form({ owner, children, ...form }: FormProps) {
  const account = owner ?? (await formOwner());
  const posts = typeof form.action === "function" || form.method === "post";
  return (
    <form key={account} {...(posts && NOT_RESTORED)} {...form}>
      {posts && <OwnerField owner={account} />}
      {children}
    </form>
  );
}
