import { query, queryAll } from "./client.ts";
import { collections } from "./collections.ts";
import type { Write } from "./commit.ts";
import { indexed, keys } from "./schema.ts";

/** Whose search finds a phrase: that among everybody, that among the members of a customer, or that of its groups. */
export const scopes = {
  everybody: "*",
  members: (customer: string) => customer,
  groups: (customer: string) => `${customer}/groups`,
};

/** One phrase that a person or a group is found by in one scope. */
export interface SearchPhrase {
  scope: string;
  phrase: string;
}

/** Keys are short; what follows is compared with the record. */
const kept = 64;

/** A phrase as it is indexed. */
export const indexable = (phrase: string) => [...phrase].slice(0, kept).join("");

/** What partitions are spread by: nobody searches for less. */
const startOf = (phrase: string) => [...phrase].slice(0, 3).join("");

/** Phrases shorter than any search are found by nobody. */
export const isSearchable = (phrase: string) => [...phrase].length >= 3;

export const add = (principal: string, { scope, phrase }: SearchPhrase): Write => {
  const key = keys["search phrase"]({ principal, scope, phrase });
  const index = indexed["search phrase"]({ scope, start: startOf(phrase), phrase, principal });
  return { do: "put", key, item: { kind: "search phrase", scope, phrase, ...key, ...index } };
};

export const remove = (principal: string, of: SearchPhrase): Write => ({
  do: "delete",
  key: keys["search phrase"]({ principal, ...of }),
});

/** Everything that a principal is found by now. */
export async function ofPrincipal(principal: string): Promise<SearchPhrase[]> {
  const collection = collections["phrases of a principal"]({ principal });
  const items = await queryAll(collection, { strong: true });
  return items.map(({ scope, phrase }) => ({ scope, phrase }) as SearchPhrase);
}

/** One request finds ten people although a name and an address of theirs may begin alike. */
const looksAt = 50;

/** Who is found by a beginning, what comes nearest first: each once, some seconds behind. */
export async function find(scope: string, beginning: string): Promise<string[]> {
  const phrase = indexable(beginning);
  const collection = collections["what begins with a phrase"];
  const of = collection({ scope, start: startOf(phrase), phrase });
  const { items } = await query(of, { limit: looksAt });
  return [...new Set(items.map(({ gsi1sk }) => String(gsi1sk).split(" ")[1] as string))];
}
