import * as api from "../../shared/api/index.ts";
import { env } from "../../shared/env.ts";
import { searchDirectory } from "../../shared/lambda/directory.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { normalAddress, readableAddress } from "../../shared/model/email-address.ts";
import type { FoundPerson } from "../../shared/model/people.ts";
import { nearness, phraseOf, phrasesOf, phrasesOfGroup } from "../../shared/model/search-phrase.ts";
import { isAvailable } from "../../shared/model/user.ts";
import * as foundPeople from "../../shared/table/found-people.ts";
import { usersBehind } from "../../shared/table/invitees.ts";
import * as rates from "../../shared/table/rates.ts";
import * as searchPhrases from "../../shared/table/search-phrases.ts";
import * as users from "../../shared/table/users.ts";

const { scopes, find } = searchPhrases;
const aMinute = 30;
const hits = 10;

/** At each customer: a name that begins in two ways, or was changed a moment ago, keeps nobody else out. */
const looksAt = 15;

/** Finds people by their names and addresses as they are now; the index only says whose to look at. */
export const run = useCase(
  api.people.search,
  { ahead: ({ id }, { params, query }) => lookUp(id, params.customer, query.q) },
  async ({ ahead, customer, ancestors, query: { q } }) => {
    const { phrase, address, isOfAll, holder } = ahead;
    const listed = (people: readonly string[], place: string) =>
      people.slice(0, looksAt).map((principal) => ({ principal, customer: place }));
    const [members, ofAbove] = await Promise.all([
      isOfAll ? [] : namedAbove(scopes.members, ancestors, phrase),
      namedAbove(scopes.groups, ancestors, phrase),
    ]);
    const at = [
      ...listed(ahead.people, customer.id),
      ...members.flatMap((people, i) => listed(people, ancestors[i] as string)),
    ];
    const people = [...new Set([holder ?? [], at.map(({ principal }) => principal)].flat())];
    const groups = [ahead.groups, ...ofAbove].flatMap((some) => some.slice(0, looksAt));
    const line = [customer.id, ...ancestors];
    const [found, directory] = await Promise.all([
      foundPeople.read(line, { people, groups, members: isOfAll ? [] : at }),
      // Whoever is a stranger to a customer is found by their whole address alone.
      searchDirectory(isOfAll ? { beginning: q } : { address: holder ? undefined : address }),
    ]);
    const shown = found.people
      .filter(({ user, isMember }) => isOfAll || isMember || user.id === holder)
      .map(({ user }) => user)
      .filter(isAvailable);
    const known = nearest(shown, (user) =>
      user.id === holder ? 0 : nearness(phrasesOf(user), phrase),
    );
    const others = await strangers(directory.people, phrase);
    const near = nearest(found.groups, (group) => nearness(phrasesOfGroup(group), phrase));
    const all: FoundPerson[] = [...known, ...others].slice(0, hits);
    const isNobodys = all.length === 0 && near.length === 0 && !holder;
    return {
      people: all,
      groups: near.slice(0, hits),
      directory: directory.state,
      ...(isNobodys && address && { inviteable: true, address }),
    };
  },
);

/** Counts the request, and asks the index while it is read what the caller may do. */
async function lookUp(caller: string, customer: string, q: string) {
  const isOfAll = env.peopleSearch === "everyone";
  const address = normalAddress(q);
  const phrase = phraseOf(address ? readableAddress(address) : q);
  const [people, groups, holder] = await Promise.all([
    find(isOfAll ? scopes.everybody : scopes.members(customer), phrase),
    find(scopes.groups(customer), phrase),
    address ? users.idOfAddress(address) : undefined,
    rates.countInMinute(caller, "people", aMinute, new Date()),
  ]);
  return { isOfAll, phrase, address, people, groups, holder };
}

/** Whom the index has in a scope of each of some customers. */
const namedAbove = (
  scopeOf: (customer: string) => string,
  customers: readonly string[],
  phrase: string,
) => Promise.all(customers.map((one) => find(scopeOf(one), phrase)));

/** What comes near at all, the nearest first, otherwise as the index has it. */
function nearest<T>(found: readonly T[], nearnessOf: (one: T) => number | undefined): T[] {
  const near = found.flatMap((one) => {
    const far = nearnessOf(one);
    return far === undefined ? [] : [{ one, far }];
  });
  return near.sort((one, other) => one.far - other.far).map(({ one }) => one);
}

/** People of the directory whom Usher does not know. */
async function strangers(people: readonly FoundPerson[], phrase: string) {
  const near = nearest(people, (person) => nearness(phrasesOf(person), phrase)).slice(0, hits);
  if (near.length === 0) return [];
  const known = await usersBehind(near.map(({ email }) => email));
  return near.filter(({ email }) => !known.has(email));
}
