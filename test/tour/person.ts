import type { Addresses } from "../../infra/local/state.ts";
import { type Answer, DidNotHappen, request } from "./request.ts";
import { summaryOf } from "./summary.ts";
import { happened } from "./timeline.ts";

type Ask = [method: string, path: string, body?: object, ifMatch?: string];

/** Somebody in the story. */
export interface Person {
  email: string;
  /** Asks without a word. */
  ask(...asked: Ask): Promise<Answer>;
  /** Asks, and tells what came of it; another status than the expected one ends the story. */
  does(what: string, expected: number, ...asked: Ask): Promise<Answer>;
  signIn(): Promise<Person>;
}

/** Somebody with an address; signed in when there is a token. */
export function person(at: Addresses, name: string, email: string, token?: string): Person {
  const ask: Person["ask"] = (method, path, body, ifMatch) =>
    request(`${at.api}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { "content-type": "application/json" }),
        ...(ifMatch && { "if-match": ifMatch }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  return {
    email,
    ask,
    does: async (what, expected, ...asked) => {
      const answer = await ask(...asked);
      const { status, body } = answer;
      happened(name, what, status, summaryOf(body));
      if (status === expected) return answer;
      throw new DidNotHappen(
        `The answer should have been ${expected}. Look for request ${body.requestId} in usher.log of the state folder.`,
      );
    },
    signIn: async () => {
      const form = new URLSearchParams({ grant_type: "password", username: email });
      const { body } = await request(`${at.issuer}/token`, { method: "POST", body: form });
      return person(at, name, email, body.access_token);
    },
  };
}
