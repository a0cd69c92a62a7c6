import { shownOf } from "../../shared/model/user.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as users from "../../shared/table/users.ts";

/** Copies what lists show of a person to each of their bindings. Whatever changes meanwhile makes the copies stale again. */
export async function copyShown(id: string): Promise<void> {
  const user = await users.byId(id);
  if (!user) return;
  const shown = shownOf(user);
  for await (const keys of bindingLists.keysOf(id))
    await Promise.all(keys.map((key) => bindings.show(key, shown)));
  await users.markCopied(user);
}
