import { newId } from "../../../shared/model/id.ts";
import { phraseOf } from "../../../shared/model/search-phrase.ts";
import { keys } from "../../../shared/table/schema.ts";
import * as searchPhrases from "../../../shared/table/search-phrases.ts";
import { foundIn } from "./found.ts";

/** Every twentieth has the first of them: a beginning that is common. */
const firstNames = [
  "Maria",
  "Anna",
  "Omar",
  "Wei",
  "Fatima",
  "Ivan",
  "Aisha",
  "Jos\u00e9",
  "Yuki",
  "Lars",
  "Ngozi",
  "Chen",
  "Priya",
  "Ahmed",
  "Elena",
  "Kwame",
  "Sofia",
  "Hiro",
  "Nora",
  "Tariq",
];
const syllables = ["ka", "lo", "mi", "ren", "su", "ta", "vel", "no", "dra", "hin", "be", "gor"];

/** A last name for each index; many share one, as people do. */
function lastNameOf(index: number): string {
  const at = (place: number) => syllables[Math.floor(index / 12 ** place) % 12] ?? "";
  const name = `${at(0)}${at(1)}${at(2)}${at(3)}`;
  return `${name[0]?.toUpperCase()}${name.slice(1)}`;
}

/** So many people, each with everything they are found by, as the worker would have it. */
export function* aCrowd(real: Record<string, unknown>, count: number) {
  const now = new Date();
  for (let index = 0; index < count; index++) {
    const firstName = firstNames[index % firstNames.length] as string;
    const lastName = lastNameOf(Math.floor(index / firstNames.length));
    const email = addressOf(firstName, `${lastName}${index}`);
    const user = { ...real, id: newId("user", now), firstName, lastName, email, username: email };
    yield { ...user, ...keys.user({ user: user.id }) };
    yield* foundIn(searchPhrases.scopes.everybody, user);
  }
}

const addressOf = (firstName: string, lastName: string) =>
  `${phraseOf(firstName)}.${lastName}@example.org`.toLowerCase();
