import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import {
  type AugmentedRequest,
  Events,
  type MutableRedirectUri,
  type MutableResponse,
  type MutableToken,
  type OAuth2Issuer,
  OAuth2Service,
  type TokenRequestIncomingMessage,
} from "oauth2-mock-server";
import { isHere } from "../listen.ts";
import { signInPage, tokenPage } from "./page.ts";
import { accessClaims, type Claims, lifetime, person, subjectOf } from "./tokens.ts";

type Options = {
  issuer: OAuth2Issuer;
  people: Map<string, Claims>;
  token: (address: string) => Promise<string>;
  now: () => number;
};

/** The library answers at these addresses what ours, which know who signs in, hand on to it. */
const hidden = { authorize: "/authorize/continue", userinfo: "/userinfo/unused" };

/** The issuer's addresses: sign-in page, authorization code with PKCE, token, keys, userinfo. */
export function createService({ issuer, people, token, now }: Options): RequestListener {
  const service = new OAuth2Service(issuer, hidden);
  const codes = new Map<string, string>();

  service.on(Events.BeforeWellKnownOpenIdConfiguration, ({ body }: MutableResponse) => {
    Object.assign(body, {
      authorization_endpoint: `${issuer.url}/authorize`,
      userinfo_endpoint: `${issuer.url}/userinfo`,
    });
  });
  service.on(
    Events.BeforeAuthorizeRedirect,
    ({ url }: MutableRedirectUri, request: IncomingMessage) => {
      const code = url.searchParams.get("code");
      const address = queryOf(request).get("login_hint");
      if (code && address) codes.set(code, address);
    },
  );
  service.on(
    Events.BeforeTokenSigning,
    (made: MutableToken, request: TokenRequestIncomingMessage) => {
      const { code = "", username, client_id: client, scope } = request.body;
      const address = codes.get(code) ?? (typeof username === "string" ? username : "");
      const known = person(address);
      people.set(known.sub, known);
      made.payload.exp = made.payload.iat + lifetime;
      // The library builds the access token first, and only that one with a scope.
      if ("scope" in made.payload) {
        made.header.typ = "at+jwt";
        Object.assign(made.payload, accessClaims(address, client as string | undefined, scope));
      } else {
        Object.assign(made.payload, known);
        codes.delete(code);
      }
    },
  );
  service.on(Events.BeforeResponse, ({ body }: MutableResponse) => {
    Object.assign(body, { expires_in: lifetime });
  });

  service.addRoute("GET", "/", (_, response) => page(response, signInPage("/", "post", [])));
  service.addRoute("POST", "/", async ({ body }: AugmentedRequest, response) => {
    const address = String((body as Claims | undefined)?.login_hint ?? "");
    page(response, tokenPage(address, await token(address)));
  });
  service.addRoute("GET", "/authorize", (request, response) => {
    page(response, signInPage(hidden.authorize, "get", [...queryOf(request)]));
  });
  service.addRoute("GET", "/userinfo", async (request, response) => {
    const bearer = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
    const known = people.get((await subjectOf(issuer, bearer, now())) ?? "");
    response.writeHead(known ? 200 : 401, { "content-type": "application/json" });
    response.end(JSON.stringify(known ?? { error: "invalid_token" }));
  });
  return lettingIn(service.requestHandler);
}

/** The library lets pages of every origin in: only those of this machine may have tokens. */
function lettingIn(listener: RequestListener): RequestListener {
  return (request, response) => {
    const { origin = "" } = request.headers;
    const set = response.setHeader.bind(response);
    response.setHeader = (name, value) => {
      if (name !== "Access-Control-Allow-Origin") return set(name, value);
      set("Vary", "Origin");
      return isHere(origin.replace(/^https?:\/\//, "")) ? set(name, origin) : response;
    };
    listener(request, response);
  };
}

const queryOf = ({ url = "/" }: IncomingMessage) => new URL(url, "http://issuer").searchParams;

const page = (response: ServerResponse, html: string) =>
  void response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
