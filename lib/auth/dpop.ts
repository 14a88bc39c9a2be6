import { createHash } from "node:crypto";
import { calculateJwkThumbprint, EmbeddedJWK, errors, jwtVerify, type JWTPayload } from "jose";
import { env } from "../env.ts";
import { firstUse } from "./oauth/use.ts";

/** As the authorization server's metadata says. */
export const PROOF_ALGORITHMS = ["ES256", "Ed25519", "EdDSA"];
/** How old a proof may be, or ahead of our clock. */
const MINUTE = 60;

/**
 * Whether a request proves that who sends it holds the key that its token is bound to (RFC 9449, 4.3):
 * signed for this method, this address and this token, just now, and never seen before.
 */
export async function provesKey(
  request: Request,
  { token, boundTo, now }: { token: string; boundTo: string; now: Date },
): Promise<boolean> {
  try {
    // Two headers of one name arrive as one that is no proof.
    const { payload, protectedHeader } = await jwtVerify(
      request.headers.get("dpop") ?? "",
      EmbeddedJWK,
      { algorithms: PROOF_ALGORITHMS, typ: "dpop+jwt", currentDate: now },
    );
    const { jwk } = protectedHeader;
    if (!jwk || (await calculateJwkThumbprint(jwk)) !== boundTo) return false;
    return fits(payload, request, token, now) && (await isNew(payload, boundTo, now));
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return false;
    throw error;
  }
}

function fits(
  { htm, htu, iat, jti, ath }: JWTPayload & { htm?: unknown; htu?: unknown; ath?: unknown },
  { method, url }: Request,
  token: string,
  now: Date,
): boolean {
  if (typeof htu !== "string" || !URL.canParse(htu) || typeof iat !== "number") return false;
  if (typeof jti !== "string" || jti === "" || jti.length > 200) return false;
  const { origin, pathname } = new URL(htu);
  return (
    htm === method &&
    origin + pathname === env().APP_URL + new URL(url).pathname &&
    Math.abs(now.getTime() / 1000 - iat) <= MINUTE &&
    ath === createHash("sha256").update(token).digest("base64url")
  );
}

/** Kept until the proof would be too old anyway. */
function isNew({ jti = "" }: JWTPayload, boundTo: string, now: Date): Promise<boolean> {
  const until = new Date(now.getTime() + 2 * MINUTE * 1000);
  return firstUse("Proof", `${boundTo} ${jti}`, { payload: "", until });
}
