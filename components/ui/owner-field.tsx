/**
 * For a form that posts: when a user goes back to its page, the browser must not fill in what another user
 * had typed there before they signed out.
 */
export const NOT_RESTORED = { autoComplete: "off" } as const;

/** The hidden field that says for which account a form was drawn; its post is refused for any other. */
export function OwnerField({ owner }: { owner: string }) {
  return <input type="hidden" name="_for" value={owner} {...NOT_RESTORED} />;
}
