import { Refusal } from "../../shared/model/refusal.ts";
import { type Opened, read } from "./opening.ts";

/** The invitation of that id among those to the caller's own address, and the mails to it. */
export async function readMine(
  mine: readonly { customer: string; invitation: string }[],
  id: string,
  { email }: { email: string },
): Promise<Opened> {
  const held = mine.find(({ invitation }) => invitation === id);
  const opened = held && (await read(held.customer, id, email));
  if (!opened) throw new Refusal("not_found");
  return opened;
}
