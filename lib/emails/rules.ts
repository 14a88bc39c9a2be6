// E-mail addresses, also of other scripts than Latin (RFC 6531). One spelling of each is kept and compared.

export const MAX_EMAIL_LENGTH = 254;
/** In bytes of UTF-8 (RFC 5321, 4.5.3.1.1; RFC 6531, 3.3). */
const MAX_LOCAL_BYTES = 64;

/** Words with dots between them: ASCII as ever (RFC 5322 `atext`), and letters and digits of any script. */
const LOCAL =
  /^[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~]+)*$/u;
const TYPED_DOMAIN = /^[\p{L}\p{M}\p{N}.。-]+$/u;
const ASCII_DOMAIN =
  /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])$/;

/** Scripts whose letters look like each other's. */
const LOOK_ALIKE = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
];

/**
 * Returns the one spelling of an address: small letters, composed (NFC), full-width signs as ordinary
 * ones, and the domain as its ASCII form (`xn--…`, RFC 5890), as browsers and mail servers send it. Null
 * for what is no address.
 */
export function canonicalEmail(text: string): string | null {
  const typed = ordinaryWidth(text.trim()).normalize("NFC").toLowerCase().normalize("NFC");
  const at = typed.lastIndexOf("@");
  const local = typed.slice(0, Math.max(at, 0));
  const domain = asciiDomain(typed.slice(at + 1));
  const isAddress =
    domain !== null &&
    LOCAL.test(local) &&
    !/^\p{M}/u.test(local) &&
    new TextEncoder().encode(local).length <= MAX_LOCAL_BYTES;
  return isAddress ? `${local}@${domain}` : null;
}

/**
 * Returns whether the part before the @ mixes letters that look alike, such as a Cyrillic "а" among Latin
 * ones: it could pass for another person's address (Unicode TR 39, 5.2).
 */
export function hasMixedScripts(email: string): boolean {
  const local = email.slice(0, email.lastIndexOf("@"));
  return LOOK_ALIKE.filter((script) => script.test(local)).length > 1;
}

function asciiDomain(domain: string): string | null {
  if (!TYPED_DOMAIN.test(domain)) return null;
  const url = URL.parse(`http://${domain}`);
  return url && ASCII_DOMAIN.test(url.hostname) ? url.hostname : null;
}

/** Writes the full-width ASCII of East Asian keyboards as ASCII. */
const ordinaryWidth = (text: string): string =>
  text.replaceAll(/[\uff01-\uff5e]/g, (sign) =>
    String.fromCharCode(sign.charCodeAt(0) - 0xff01 + 0x21),
  );
