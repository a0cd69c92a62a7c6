import { DeleteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { client, type Item } from "./client.ts";
import { type AwsError, paramsOf, type Write } from "./commit.ts";
import { pause } from "./pause.ts";

/** How long a write of one item goes again: work that is given up comes back minutes later. */
const pastOthersAtMost = 6_000;

/** Goes again while transactions of others hold the item: the SDK does not. */
async function pastOthers<T>(write: () => Promise<T>): Promise<T> {
  const end = Date.now() + pastOthersAtMost;
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if ((error as Error).name !== "TransactionConflictException" || Date.now() > end) throw error;
      await pause(attempt);
    }
  }
}

/** Updates one item if its condition holds, and answers it as it then is; undefined when it does not hold. */
export async function tryUpdate(
  write: Pick<Write, "key" | "set" | "when" | "names" | "values">,
): Promise<Item | undefined> {
  try {
    const command = paramsOf({ ...write, do: "update" });
    const update = () => client.send(new UpdateCommand({ ...command, ReturnValues: "ALL_NEW" }));
    return (await pastOthers(update)).Attributes;
  } catch (error) {
    if ((error as Error).name === "ConditionalCheckFailedException") return undefined;
    throw error;
  }
}

/** Deletes one item if its condition holds; false when it does not. What is gone at a second try was deleted by the first, whose answer was lost. */
export async function tryDelete(
  write: Pick<Write, "key" | "when" | "names" | "values">,
): Promise<boolean> {
  try {
    const { UpdateExpression: _, ...command } = paramsOf({ ...write, do: "delete" });
    await pastOthers(() => client.send(new DeleteCommand(command)));
    return true;
  } catch (error) {
    const { name, Item, $metadata } = error as AwsError;
    if (name !== "ConditionalCheckFailedException") throw error;
    return Item === undefined && ($metadata?.attempts ?? 1) > 1;
  }
}
