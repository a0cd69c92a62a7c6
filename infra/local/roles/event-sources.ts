import { CannotStart } from "../cannot-start.ts";
import { functionFinder } from "../functions/find.ts";
import type { Roles } from "../roles.ts";
import type { Template } from "../template.ts";

type Destination = { DestinationConfig?: { OnFailure?: { Destination?: string } } };
type Mapping = Destination & { FunctionName: string; EventSourceArn: string };

/** What Lambda needs in a function's role to read a source for it. */
const reading: Record<string, string[]> = {
  dynamodb: ["DescribeStream", "GetRecords", "GetShardIterator"],
  sqs: ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"],
};

/** Stops the start where AWS would refuse to connect a function with what starts it, or with where its failures go. */
export function checkEventSources(template: Template, { refusal }: Roles) {
  const find = functionFinder(template);

  function demand(id: string, functionName: string, action: string, resource: string) {
    const why = refusal(find(functionName), { action, resource, context: {} });
    if (why) throw new CannotStart(`AWS would not create ${id}. ${why}`);
  }
  function demandDestination(id: string, functionName: string, of: Destination) {
    const queue = of.DestinationConfig?.OnFailure?.Destination;
    if (queue) demand(id, functionName, "sqs:SendMessage", queue);
  }

  for (const { id, properties } of template.resources<Mapping>("AWS::Lambda::EventSourceMapping")) {
    const { FunctionName, EventSourceArn } = properties;
    const service = EventSourceArn.split(":")[2] ?? "";
    for (const action of reading[service] ?? []) {
      demand(id, FunctionName, `${service}:${action}`, EventSourceArn);
    }
    demandDestination(id, FunctionName, properties);
  }
  for (const { id, properties } of template.resources<Mapping>("AWS::Lambda::EventInvokeConfig")) {
    demandDestination(id, properties.FunctionName, properties);
  }
}
