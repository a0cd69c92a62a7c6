import { phrasesOf } from "../../../shared/model/search-phrase.ts";
import type { User } from "../../../shared/model/user.ts";
import * as searchPhrases from "../../../shared/table/search-phrases.ts";

type Item = Record<string, unknown> & { pk: string; sk: string };

/** What the worker writes for somebody to be found in a scope. */
export const foundIn = (
  scope: string,
  user: Pick<User, "id" | "firstName" | "lastName" | "email">,
) => phrasesOf(user).map((phrase) => searchPhrases.add(user.id, { scope, phrase }).item as Item);
