import type { ApiUser } from "./api-user.ts";
import { prefixes } from "./id.ts";
import { groupsAt, isIn, nameOf, type User } from "./user.ts";

/** An API user that calls, and the person to whom its key was shown. */
export interface ApiCaller extends ApiUser {
  behind: Pick<User, "id" | "groups">;
  /** The key that it showed. */
  key: string;
}

/** Who calls: a person, or an API user. */
export type Caller = User | ApiCaller;

export const isApiUserId = (id: string) => id.startsWith(`${prefixes.apiUser}_`);

/** True of a machine, false of a person. */
export const isApiUser = <A extends ApiUser>(caller: User | A): caller is A =>
  isApiUserId(caller.id);

/** The groups of a customer that a caller is in: API users are in none. */
export const groupsOf = (caller: Caller, customer: string) =>
  isApiUser(caller) ? [] : groupsAt(caller, customer);

/** Whose roles are a caller's own besides those under its own id: those of its groups, and of the person behind an API user. */
export function isTheirs(caller: Caller, principal: string): boolean {
  const person = isApiUser(caller) ? caller.behind : caller;
  return principal === person.id || isIn(person, principal);
}

/** How a letter or an invitation names who did something. */
export const callerName = (caller: User | ApiUser) =>
  isApiUser(caller) ? caller.displayName : nameOf(caller);

/** How an event names who did something: a person, a machine, or a part of Usher itself. */
export const actorOf = ({ id }: { id: string }) => {
  if (isApiUserId(id)) return { type: "api-user", id } as const;
  return { type: id.includes("_") ? "user" : "system", id } as const;
};
