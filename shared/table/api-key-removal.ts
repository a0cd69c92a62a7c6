import { hasEnded, type StoredApiKey } from "../model/api-key.ts";
import { asRead, counterOf, type KeysRead, keyOf } from "./api-keys.ts";
import type { Write } from "./commit.ts";

/** Takes the place back that another key had taken. */
const reinstate = (key: StoredApiKey): Write => ({
  do: "update",
  key: keyOf(key),
  set: "REMOVE replacedBy",
  ...asRead(key),
  orElse: "outdated",
});

export const remove = (key: StoredApiKey): Write => {
  const { when, values } = asRead(key);
  return {
    do: "delete",
    key: keyOf(key),
    when,
    orElse: "outdated",
    ...(key.replacedBy && { values }),
  };
};

/** Counts some keys off. */
export const discount = (key: Pick<StoredApiKey, "customer">, n: number): Write[] =>
  n === 0
    ? []
    : [
        {
          do: "update",
          key: counterOf(key),
          set: "SET n = n - :n",
          values: { ":n": n },
        },
      ];

/** Takes some keys of an API user away. The place of each is free, unless the key that it took it from is still valid. */
export function revoke(all: KeysRead["keys"], revoked: KeysRead["keys"], now: Date): Write[] {
  const places = revoked.filter(({ replacedBy }) => replacedBy === undefined);
  const older = all.filter(
    (key) => places.some(({ replaces }) => replaces === key.id) && !revoked.includes(key),
  );
  const valid = older.filter((key) => !hasEnded(key, now));
  const ended = older.filter((key) => hasEnded(key, now));
  const freed = places.length - valid.length;
  return [
    ...[...revoked, ...ended].map(remove),
    ...valid.map(reinstate),
    ...revoked.slice(0, 1).flatMap((key) => discount(key, freed)),
  ];
}
