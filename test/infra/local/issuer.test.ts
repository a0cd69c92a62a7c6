import { createHash, randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { describe, expect, onTestFinished, test } from "vitest";
import { createIssuer } from "../../../infra/local/issuer.ts";
import { listen } from "../../../infra/local/listen.ts";
import { assembly } from "./assembly.ts";

async function start(stateDir = emptyState(), now = () => Date.now()) {
  const { origin, answer, close } = await listen(0);
  onTestFinished(close);
  const issuer = await createIssuer({ origin, stateDir, now });
  answer(issuer.listener);
  const keys = createRemoteJWKSet(new URL(`${origin}/jwks`));
  const read = async (token: string) =>
    jwtVerify(token, keys, { issuer: origin, currentDate: new Date(now()) });
  const post = (path: string, form: Record<string, string>) =>
    fetch(origin + path, { method: "POST", body: new URLSearchParams(form) });
  const userinfo = (token: string) =>
    fetch(`${origin}/userinfo`, { headers: { authorization: `Bearer ${token}` } });
  return { origin, read, post, userinfo, ...issuer };
}
function emptyState() {
  const stateDir = join(assembly({ resources: {} }), "state");
  mkdirSync(stateDir);
  return stateDir;
}

describe("a token", () => {
  test("is an access token of the one client, and says whose address is verified", async () => {
    const { token, read, origin } = await start();
    const { payload, protectedHeader } = await read(await token("Ada@Example.net "));
    expect(protectedHeader).toMatchObject({ typ: "at+jwt", alg: "RS256" });
    expect(payload).toMatchObject({
      iss: origin,
      client_id: "usher",
      scope: "openid email",
      email: "ada@example.net",
      email_verified: true,
    });
  });

  test("has one subject for one address, and another for another", async () => {
    const { token, read } = await start();
    const subject = async (address: string) => (await read(await token(address))).payload.sub;
    expect(await subject("ada@example.net")).toBe(await subject("ADA@example.net"));
    expect(await subject("ada@example.net")).not.toBe(await subject("eve@example.net"));
  });

  test("is still good after a restart", async () => {
    const stateDir = emptyState();
    const old = await (await start(stateDir)).token("ada@example.net");
    const { origin } = await start(stateDir);
    const keys = createRemoteJWKSet(new URL(`${origin}/jwks`));
    expect((await jwtVerify(old, keys)).payload.email).toBe("ada@example.net");
  });

  test("begins and ends by the host's clock", async () => {
    const now = () => Date.now() + 86_400_000;
    const { token, read } = await start(emptyState(), now);
    const before = Math.floor(now() / 1000);
    const { iat = 0, exp } = (await read(await token("ada@example.net"))).payload;
    expect(iat).toBeGreaterThanOrEqual(before);
    expect(exp).toBe(iat + 12 * 60 * 60);
  });

  test("says what a test wants it to say", async () => {
    const { token, read } = await start();
    const wanted = { claims: { email: undefined, token_use: "id" }, header: { typ: "JWT" } };
    const { payload, protectedHeader } = await read(await token("ada@example.net", wanted));
    expect(protectedHeader.typ).toBe("JWT");
    expect(payload).toMatchObject({ token_use: "id", email_verified: true });
    expect(payload).not.toHaveProperty("email");
  });
});

describe("userinfo", () => {
  test("says the address of a token's subject, even if the token does not", async () => {
    const { token, userinfo } = await start();
    const bare = await token("ada@example.net", { claims: { email: undefined } });
    const response = await userinfo(bare);
    expect(await response.json()).toMatchObject({ email: "ada@example.net", email_verified: true });
    const other = await token("eve@example.net", { userinfo: { email_verified: false } });
    expect(await (await userinfo(other)).json()).toMatchObject({ email_verified: false });
  });

  test("is 401 for what is no token of this issuer", async () => {
    const { userinfo } = await start();
    const foreign = await (await start()).token("ada@example.net");
    expect((await userinfo(foreign)).status).toBe(401);
    expect((await userinfo("x")).status).toBe(401);
  });
});

describe("a page of another origin", () => {
  const ask = async (origin: string, method: string, path: string) => {
    const { origin: issuer } = await start();
    const answer = await fetch(issuer + path, { method, headers: { origin } });
    return ["access-control-allow-origin", "vary"].map((name) => answer.headers.get(name));
  };
  const asked = [
    ["GET", "/.well-known/openid-configuration"],
    ["POST", "/token"],
    ["OPTIONS", "/userinfo"],
  ] as const;

  test.each(["http://localhost:3000", "http://127.0.0.1", "https://app.localhost:8443"])(
    "is let in from this machine: %s",
    async (origin) => {
      for (const [method, path] of asked)
        expect(await ask(origin, method, path)).toEqual([origin, "Origin"]);
    },
  );

  test.each(["https://example.org", "http://localhost.example.org", "ftp://localhost", "null"])(
    "is not let in from elsewhere: %s",
    async (origin) => {
      for (const [method, path] of asked)
        expect(await ask(origin, method, path)).toEqual([null, "Origin"]);
    },
  );
});

describe("signing in", () => {
  test("by the page shows a token", async () => {
    const { origin, post, read } = await start();
    const form = await (await fetch(origin)).text();
    expect(form).toContain('name="login_hint"');
    const page = await (await post("/", { login_hint: "ada@example.net" })).text();
    const [, token = ""] = /<textarea[^>]*>([^<]+)</.exec(page) ?? [];
    expect((await read(token)).payload.email).toBe("ada@example.net");
  });

  test("cannot put markup into the page", async () => {
    const { origin, post } = await start();
    const evil = '"><script>alert(1)</script>';
    const pages = [
      await post("/", { login_hint: evil }),
      await fetch(`${origin}/authorize?state=${encodeURIComponent(evil)}`),
    ];
    for (const page of pages) expect(await page.text()).not.toContain("<script>");
  });

  test("by code with PKCE gives an access token and an ID token", async () => {
    const { origin, read, post } = await start();
    const configuration = (await (
      await fetch(`${origin}/.well-known/openid-configuration`)
    ).json()) as Record<string, string>;
    const verifier = randomBytes(32).toString("base64url");
    const request = new URLSearchParams({
      response_type: "code",
      client_id: "usher",
      redirect_uri: "http://127.0.0.1:9/back",
      state: "s",
      nonce: "n",
      scope: "openid email",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    const page = await (await fetch(`${configuration.authorization_endpoint}?${request}`)).text();
    const [, action = ""] = /action="([^"]+)"/.exec(page) ?? [];
    const fields = page.matchAll(/name="([^"]+)" value="([^"]*)"/g);
    const carried = Array.from(fields, ([, name = "", value = ""]): [string, string] => [
      name,
      value,
    ]);
    const sent = new URLSearchParams([...carried, ["login_hint", "ada@example.net"]]);
    const answer = await fetch(`${origin}${action}?${sent}`, { redirect: "manual" });
    const back = new URL(answer.headers.get("location") ?? "");
    expect(back.searchParams.get("state")).toBe("s");

    const code = back.searchParams.get("code") ?? "";
    const exchange = (code_verifier: string) =>
      post("/token", { grant_type: "authorization_code", client_id: "usher", code, code_verifier });
    const tokens = (await (await exchange(verifier)).json()) as Record<string, string>;
    expect(tokens.expires_in).toBe(12 * 60 * 60);
    const access = await read(tokens.access_token ?? "");
    expect(access.protectedHeader.typ).toBe("at+jwt");
    expect(access.payload).toMatchObject({ client_id: "usher", email: "ada@example.net" });
    const identity = await read(tokens.id_token ?? "");
    expect(identity.payload).toMatchObject({ aud: "usher", nonce: "n", sub: access.payload.sub });
    expect((await exchange(verifier)).status).toBe(400);
  });
});
