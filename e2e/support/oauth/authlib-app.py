"""A program on somebody's device, written with Debian's python3-authlib and nothing of ours.

Prints where a person has to go, reads where they came back to, and prints what it got.
"""

import json
import sys

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt

base, redirect_uri = sys.argv[1:3]
server = requests.get(f"{base}/oauth/.well-known/openid-configuration").json()
verifier, nonce = generate_token(64), generate_token()
session = OAuth2Session(
    "slotwell-demo-native",
    scope="openid profile appointments:read",
    redirect_uri=redirect_uri,
    token_endpoint_auth_method="none",
    code_challenge_method="S256",
)
url, state = session.create_authorization_url(
    server["authorization_endpoint"], code_verifier=verifier, nonce=nonce, prompt="consent"
)
print(url, flush=True)


def status():
    return session.get(f"{base}/api/v1/me").status_code


token = session.fetch_token(
    server["token_endpoint"],
    authorization_response=sys.stdin.readline().strip(),
    code_verifier=verifier,
    state=state,
)
keys = JsonWebKey.import_key_set(requests.get(server["jwks_uri"]).json())
claims = jwt.decode(
    token["id_token"],
    keys,
    claims_options={
        "iss": {"essential": True, "value": server["issuer"]},
        "aud": {"essential": True, "value": "slotwell-demo-native"},
        "nonce": {"essential": True, "value": nonce},
    },
)
claims.validate()
found = {"name": session.get(server["userinfo_endpoint"]).json()["name"], "first": status()}
refreshed = session.refresh_token(server["token_endpoint"])
found["rotated"] = refreshed["refresh_token"] != token["refresh_token"]
found["refreshed"] = status()
session.revoke_token(server["revocation_endpoint"], token=refreshed["refresh_token"])
found["revoked"] = status()
print(json.dumps(found), flush=True)
