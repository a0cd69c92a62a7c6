import type { Work } from "../../shared/lambda/work.ts";
import { holdsRoles } from "../../shared/model/binding.ts";
import { phrasesOf, phrasesOfGroup } from "../../shared/model/search-phrase.ts";
import { customersOfGroups, isAvailable, type User } from "../../shared/model/user.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as bindings from "../../shared/table/bindings.ts";
import type { Item } from "../../shared/table/client.ts";
import { commit, Outdated } from "../../shared/table/commit.ts";
import * as copies from "../../shared/table/copies.ts";
import type { SearchPhrase } from "../../shared/table/search-phrases.ts";
import * as searchPhrases from "../../shared/table/search-phrases.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import * as users from "../../shared/table/users.ts";

const { indexable, isSearchable, scopes } = searchPhrases;

/** Writes in one transaction, besides the check. */
const atOnce = 90;

/** Milliseconds for which a run starts over when others change its record. */
const lasts = 8_000;

/** Makes what finds a user or a group exactly what their record and roles say now. Of two at once, only the later one writes: it has read what the other one knew. */
export async function indexPhrases(principal: string): Promise<void> {
  const end = Date.now() + lasts;
  for (;;) {
    const found = await copies.beginIndexing(principal);
    try {
      return await indexAsFound(principal, found);
    } catch (error) {
      if (!(error instanceof Outdated)) throw error;
      // A later run does all of it. A newer version alone need not start one.
      if (!(await copies.isIndexing(principal, found))) return;
      if (Date.now() > end) throw error;
    }
  }
}

async function indexAsFound(principal: string, found: Item | undefined): Promise<void> {
  const [wanted, indexed] = await Promise.all([
    wantedOf(found),
    searchPhrases.ofPrincipal(principal),
  ]);
  const isIn = (list: readonly SearchPhrase[], { scope, phrase }: SearchPhrase) =>
    list.some((one) => one.scope === scope && one.phrase === phrase);
  const writes = [
    ...wanted.filter((one) => !isIn(indexed, one)).map((one) => searchPhrases.add(principal, one)),
    ...indexed
      .filter((one) => !isIn(wanted, one))
      .map((one) => searchPhrases.remove(principal, one)),
  ];
  const stillSo = copies.stillIndexing(principal, found);
  for (let start = 0; start < writes.length; start += atOnce)
    await commit([stillSo, ...writes.slice(start, start + atOnce)], new Date(Date.now() + 8_000));
}

/** Has somebody found among the members of a customer, or no longer. */
export async function findMember({
  phrasesOf,
  customer,
  since,
}: Extract<Work, { phrasesOf: string }>) {
  await indexPhrases(phrasesOf);
  if (customer && since) await bindings.markFresh(phrasesOf, customer, since);
}

/** What finds somebody who can be found; nothing does once they are gone. */
async function wantedOf(found: Item | undefined): Promise<SearchPhrase[]> {
  const group = found?.kind === "user group" ? userGroups.parse(found) : undefined;
  // Groups that run the platform are nothing that customers look for.
  if (group)
    return group.customer ? inEach([scopes.groups(group.customer)], phrasesOfGroup(group)) : [];
  const user = users.parse(found);
  return user && isAvailable(user) ? inEach(await scopesOf(user), phrasesOf(user)) : [];
}

const inEach = (of: readonly string[], phrases: readonly string[]): SearchPhrase[] => {
  const searchable = new Set(phrases.filter(isSearchable).map(indexable));
  return of.flatMap((scope) => [...searchable].map((phrase) => ({ scope, phrase })));
};

/** Everybody's search, and that of each customer where they hold a role or are in a group. */
async function scopesOf(user: User): Promise<string[]> {
  const customers = new Set(customersOfGroups(user));
  let after: string | undefined;
  do {
    const page = await bindingLists.ofPrincipal(user.id, { limit: 100, after });
    for (const binding of page.items) if (holdsRoles(binding)) customers.add(binding.customer);
    after = page.nextCursor;
  } while (after);
  return [scopes.everybody, ...[...customers].map(scopes.members)];
}
