import { inject } from "vitest";

type Body = Record<string, unknown>;

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

export interface Options {
  body?: unknown;
  headers?: Record<string, string>;
}

/** Somebody who calls the API: signed in, or nobody. */
export interface Caller {
  email: string;
  token: string;
  call(method: string, path: string, options?: Options): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  delete(path: string, headers?: Record<string, string>): Promise<Answer>;
}

export interface At {
  api: string;
  issuer: string;
  inbox: string;
}

const shared = (): At => ({ api: inject("api"), issuer: inject("issuer"), inbox: inject("inbox") });

/** A caller without a token. */
export const nobody = (at: At = shared()) => callerOf(at, "", "");

/** Whoever shows this as bearer. */
export const withToken = (token: string, at: At = shared()) => callerOf(at, "", token);

/** A person signed in at the local issuer with this address. */
export async function signIn(email = newAddress(), at: At = shared()): Promise<Caller> {
  const body = new URLSearchParams({ grant_type: "password", username: email });
  const response = await fetch(`${at.issuer}/token`, { method: "POST", body });
  const { access_token } = (await response.json()) as { access_token: string };
  return callerOf(at, email, access_token);
}

let made = 0;
const run = Math.random().toString(36).slice(2, 8);

/** Of one length, so that what costs by the byte costs the same whatever was made before. */
const next = () => String(++made).padStart(5, "0");

/** An identifier that no other test uses. */
export const newId = (prefix = "c") => `${prefix}-${run}-${next()}`;
export const newAddress = (name = "person") => `${name}.${run}.${next()}@example.org`;

function callerOf(at: At, email: string, token: string): Caller {
  const call: Caller["call"] = async (method, path, { body, headers = {} } = {}) => {
    const response = await fetch(`${at.api}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = text !== "" && /[/+]json/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? (JSON.parse(text) as Body) : text,
    };
  };
  return {
    email,
    token,
    call,
    get: (path) => call("GET", path),
    post: (path, body, headers) => call("POST", path, { body, headers }),
    put: (path, body = {}, headers) => call("PUT", path, { body, headers }),
    patch: (path, body, headers) => call("PATCH", path, { body, headers }),
    delete: (path, headers) => call("DELETE", path, { headers }),
  };
}
