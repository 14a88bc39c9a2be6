import assembled from "../../generated/openapi.json" with { type: "json" };
import { issuer } from "../../auth/oauth/settings.ts";
import { cookieName } from "../../auth/cookies.ts";
import { SCOPE_WORDS } from "./scopes.ts";

const INFO = {
  title: "Slotwell",
  version: "1",
  summary: "Appointments for clinics",
  description:
    "What a signed-in person may do on the site, a program may do for them with a token: as far as the token's " +
    "scopes and the person's own rights both reach. Instants are RFC 3339 in UTC; those of a request need an " +
    "offset. Properties and parameters that are not named here are refused.",
  license: { name: "All rights reserved", identifier: "LicenseRef-All-rights-reserved" },
};

const TAGS = {
  Account: "Who is asking",
  Administration: "Accounts and the audit trail",
  Appointments: "Booking, and what follows",
  Doctors: "The directory of practitioners",
  History: "A patient's past: conditions, allergies, medications",
  Patients: "Profiles of patients, and who looked at their data",
  Records: "Medical records",
  Schedules: "When practitioners work, and what they can be visited for",
  Slots: "Free times",
};

/** The OpenAPI document of this installation. What `npm run generate` read from the routes is in it. */
export const openApiDocument = () => ({
  openapi: "3.1.0",
  info: { ...INFO, contact: { name: "This installation", url: issuer().replace(/\/oauth$/, "/") } },
  servers: [{ url: "/api/v1" }],
  tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
  paths: assembled.paths,
  components: { ...assembled.components, securitySchemes: securitySchemes() },
});

function securitySchemes() {
  const token = { tokenUrl: `${issuer()}/token`, scopes: SCOPE_WORDS };
  return {
    session: {
      type: "apiKey",
      in: "cookie",
      name: cookieName("session"),
      description: "Of a browser that is signed in. It changes nothing for pages of other sites.",
    },
    oauth: {
      type: "oauth2",
      description: "The authorization code needs PKCE (S256).",
      flows: {
        authorizationCode: {
          authorizationUrl: `${issuer()}/auth`,
          refreshUrl: token.tokenUrl,
          ...token,
        },
        clientCredentials: token,
      },
    },
  };
}
