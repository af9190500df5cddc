"""Signs who the user of a page is, for a browser key that takes signed users only. The standard library is enough.

    PHAROS_SIGNING_SECRET=sk-user-... python3 sign_user.py user-1042
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time


def sign_user(user_id, secret, expires_in=3600):
    """What the page gives as userToken: a JWT (HS256)."""

    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    claims = {"userId": user_id, "exp": int(time.time()) + expires_in}
    signed = ".".join(part(json.dumps(each).encode()) for each in ({"alg": "HS256", "typ": "JWT"}, claims))
    return signed + "." + part(hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest())


if __name__ == "__main__":
    print(sign_user(sys.argv[1], os.environ["PHAROS_SIGNING_SECRET"]))
