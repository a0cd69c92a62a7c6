import { decide } from "../access/decide.ts";
import { hasEnded, type StoredApiKey } from "../model/api-key.ts";
import { isMeantAsKey, readText } from "../model/api-key-text.ts";
import { Refusal } from "../model/refusal.ts";
import { hashOf, sameHash } from "../model/secret.ts";
import { groupsAt } from "../model/user.ts";
import * as accessFacts from "../table/access-facts.ts";
import * as apiKeys from "../table/api-keys.ts";
import type { Key } from "../table/client.ts";
import * as facts from "../table/facts.ts";
import * as groupHoldings from "../table/group-holdings.ts";

/** A key that a request shows. */
export interface ShownKey {
  apiUser: string;
  key: string;
  hash: string;
}

interface Known {
  stored: StoredApiKey;
  /** The groups that vouched for the person behind it when last seen. */
  groups: readonly string[];
}

/** Keys as they were when first seen. That decides nothing: what never changes of them says what to read along. */
const known = new Map<string, Known>();
const knownAtMost = 10_000;

/** Why it is refused is for nobody to learn who does not have it. */
const refused = () => new Refusal("unauthenticated", "This API key is not valid.");

/** The key that a bearer is; nothing when it is a token. A mistyped key is refused here, without asking the table. */
export function keyIn(token: string): ShownKey | undefined {
  if (!isMeantAsKey(token)) return undefined;
  const read = readText(token);
  if (!read) throw refused();
  const { apiUser, key, secret } = read;
  return { apiUser, key, hash: hashOf(secret) };
}

/** Whose key it is. */
export async function whoHolds(shown: ShownKey) {
  await recall(shown);
  return { id: shown.apiUser, email: "" };
}

async function recall({ apiUser, key, hash }: ShownKey): Promise<Known> {
  const found = known.get(key) ?? (await firstSight(apiUser, key));
  if (found?.stored.apiUser !== apiUser || !sameHash(found.stored.hash, hash)) throw refused();
  if (known.size >= knownAtMost) known.clear();
  known.set(key, found);
  return found;
}

async function firstSight(apiUser: string, key: string): Promise<Known | undefined> {
  const stored = await apiKeys.byId(apiUser, key);
  return stored && { stored, groups: [] };
}

/** Everything known about the API user and the target, with a key that holds at this instant: it is there and has not ended, and whoever it was shown to is active and may still manage it. */
export const factsOfKey = async (shown: ShownKey, now: Date, ...asked: Asked) =>
  factsOfKnown(await recall(shown), now, ...asked);

type Asked = [target: facts.Target, more: readonly Key[], withOwners: boolean];

/** A key by its id, for what was asked for by it; a revoked one is refused. */
export async function knownKey(apiUser: string, key: string): Promise<Known> {
  const found = await firstSight(apiUser, key);
  if (!found) throw refused();
  return found;
}

/** The same for a key that need not be shown again. */
export async function factsOfKnown(seen: Known, now: Date, ...[target, more, withOwners]: Asked) {
  const { apiUser: id, id: shown } = seen.stored;
  const along = apiKeys.along(seen.stored, seen.groups);
  const found = await facts.read(id, target, [...more, ...along], withOwners);
  const read = apiKeys.parseAlong(found.more.slice(more.length));
  const { key, person } = read;
  const { apiUser } = found;
  if (!key || !apiUser || !person || hasEnded(key, now) || !(await mayManage(seen, read, now))) {
    known.delete(shown);
    throw refused();
  }
  await noteUse(key, now);
  return {
    ...found,
    more: found.more.slice(0, more.length),
    caller: { ...apiUser, behind: person, key: shown },
  };
}

/** What groups, made roles and the customers above give to the person behind a key matters only where their built-in roles there do not do. */
async function mayManage(seen: Known, { person, binding, groups }: apiKeys.Along, now: Date) {
  if (!person) return false;
  const { id: key } = seen.stored;
  const { customer: id } = seen.stored;
  const customer = id === undefined ? undefined : ({ id, status: "active" } as const);
  const own = { now, principal: person, customer, customerBinding: binding };
  const wanted = id === undefined ? "platform.api-users.manage" : "customer.api-users.manage";
  if (decide(own).allows(wanted)) return true;
  if (id === undefined) {
    const adminGroups = await groupHoldings.onPlatform(person);
    return decide({ ...own, adminGroups }).allows(wanted);
  }
  const current = groupsAt(person, id);
  const isRead = current.every((group) => seen.groups.includes(group));
  const holdings = isRead
    ? current.map((group) => ({ group, customerBinding: groups[seen.groups.indexOf(group)] }))
    : await groupHoldings.read(person, id);
  known.set(key, { ...seen, groups: current });
  if (decide({ ...own, groups: holdings }).allows(wanted)) return true;
  const factsAt = await accessFacts.read([{ principal: person.id, customer: id }]);
  return factsAt(now).some((facts) => decide(facts).allows(wanted));
}

const hour = 60 * 60_000;

async function noteUse(key: StoredApiKey, now: Date): Promise<void> {
  const hourAgo = new Date(now.getTime() - hour).toISOString();
  if ((key.lastUsedAt ?? "") < hourAgo) await apiKeys.touch(key, now, hourAgo);
}
