import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import type { NewPasskey } from "#lib/auth/passkeys/schema.ts";

interface Site {
  rpId: string;
  origin: string;
}

/** What a test makes an authenticator do that a real one would not. */
interface Odd {
  origin?: string;
  rpId?: string;
  userVerified?: boolean;
  counter?: number;
  userHandle?: string;
}

const USER_PRESENT = 1;
const USER_VERIFIED = 4;
const NEW_CREDENTIAL = 0x40;

const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest();
const base64url = (bytes: string | Buffer) => Buffer.from(bytes).toString("base64url");

/** An authenticator in software (WebAuthn, 6), with one passkey of one site. */
export class Authenticator {
  counter = 0;
  readonly #credentialId = randomBytes(16);
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  readonly #site: Site;
  readonly #userId: string;

  constructor(site: Site, userId: string) {
    this.#site = site;
    this.#userId = userId;
    const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#privateKey = keys.privateKey;
    this.#publicKey = keys.publicKey;
  }

  get id(): string {
    return base64url(this.#credentialId);
  }

  /** Makes the passkey, as `navigator.credentials.create` does. */
  create(challenge: string, odd: Odd = {}): NewPasskey["response"] {
    const length = Buffer.from([0, this.#credentialId.length]);
    const parts = [Buffer.alloc(16), length, this.#credentialId, this.#coseKey()];
    const authData = Buffer.concat([this.#authData(NEW_CREDENTIAL, odd), ...parts]);
    // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}.
    const attestationObject = Buffer.concat([
      Buffer.from("a363666d74646e6f6e656761747453746d74a068617574684461746158", "hex"),
      Buffer.from([authData.length]),
      authData,
    ]);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: this.#clientData("webauthn.create", challenge, odd),
        attestationObject: base64url(attestationObject),
        transports: ["internal"],
      },
    };
  }

  /** Signs, as `navigator.credentials.get` does. Counts the signature. */
  get(challenge: string, odd: Odd = {}) {
    this.counter += 1;
    const clientDataJSON = this.#clientData("webauthn.get", challenge, odd);
    const authData = this.#authData(0, odd);
    const signed = Buffer.concat([authData, sha256(Buffer.from(clientDataJSON, "base64url"))]);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON,
        authenticatorData: base64url(authData),
        signature: base64url(sign("sha256", signed, this.#privateKey)),
        userHandle: base64url(odd.userHandle ?? this.#userId),
      },
    };
  }

  #credential() {
    const type = "public-key" as const;
    return { id: this.id, rawId: this.id, type, clientExtensionResults: {} };
  }

  #clientData(type: string, challenge: string, { origin = this.#site.origin }: Odd): string {
    return base64url(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #authData(flags: number, odd: Odd): Buffer {
    const { rpId = this.#site.rpId, userVerified = true, counter = this.counter } = odd;
    const verified = userVerified ? USER_VERIFIED : 0;
    const tail = Buffer.alloc(5);
    tail.writeUInt8(flags | USER_PRESENT | verified);
    tail.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(rpId), tail]);
  }

  /** CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y} (RFC 9053, 7.1). */
  #coseKey(): Buffer {
    const { x = "", y = "" } = this.#publicKey.export({ format: "jwk" });
    return Buffer.concat([
      Buffer.from("a5010203262001215820", "hex"),
      Buffer.from(x, "base64url"),
      Buffer.from("225820", "hex"),
      Buffer.from(y, "base64url"),
    ]);
  }
}
