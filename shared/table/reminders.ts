import type { CustomerBinding, ProjectBinding } from "../model/binding.ts";
import * as bindings from "./bindings.ts";
import { get, type Key } from "./client.ts";
import type { Write } from "./commit.ts";
import { reminderKeys } from "./ends.ts";

/** The binding behind a key, on a customer or on a project. */
export async function read(
  key: Key,
): Promise<(CustomerBinding & Partial<Pick<ProjectBinding, "project">>) | undefined> {
  const item = await get(key);
  return item?.kind === "project binding" ? bindings.parseProject(item) : bindings.parse(item);
}

type Read = NonNullable<Awaited<ReturnType<typeof read>>>;

/** Writes down up to which end the holder has been told, over the very binding that was read. */
export function mark(key: Key, binding: Read, reminded: string): Write {
  const { when, values } = bindings.over(binding);
  const next = reminderKeys({ ...binding, reminded });
  return {
    do: "update",
    key,
    set: next
      ? "SET reminded = :until, duepk = :duepk, duesk = :duesk"
      : "SET reminded = :until REMOVE duepk, duesk",
    when,
    values: {
      ...values,
      ":until": reminded,
      ...(next && { ":duepk": next.duepk, ":duesk": next.duesk }),
    },
    orElse: "outdated",
  };
}
