/**
 * The attributes of a field for an e-mail address. Not `type="email"`: browsers refuse letters beyond ASCII
 * before the @ (https://html.spec.whatwg.org/#valid-e-mail-address).
 */
export const emailInput = {
  type: "text",
  inputMode: "email",
  autoCapitalize: "none",
  spellCheck: false,
} as const;
