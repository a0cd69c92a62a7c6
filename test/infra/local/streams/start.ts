import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Invoke } from "../../../../infra/local/invoke.ts";
import type { StreamFaults } from "../../../../infra/local/streams/faults.ts";
import type { StreamRecord } from "../../../../infra/local/streams/shard.ts";
import { startStreams } from "../../../../infra/local/streams.ts";
import { table } from "../dynamodb-table.ts";
import { ending } from "../ending.ts";
import { engineOf } from "../items.ts";
import { surroundings } from "../surroundings.ts";

type Told = {
  requestContext: { condition: string; approximateInvokeCount: number };
  DDBStreamBatchInfo: { batchSize: number; startSequenceNumber: string; endSequenceNumber: string };
};

/** What a test's function makes of a batch: it sees the sort keys and the records. */
export type Work = (keys: string[], records: StreamRecord[]) => unknown;

export const keyOf = ({ dynamodb }: StreamRecord) => String(dynamodb.Keys.sk?.S);

/** A stack of a table, and of one function that reads its stream. */
export const readerOf = (settings: object) => ({
  Table: table("usher"),
  Dead: { Type: "AWS::SQS::Queue", Properties: { QueueName: "dead" } },
  Reader: {
    Type: "AWS::Lambda::EventSourceMapping",
    Properties: {
      EventSourceArn: { "Fn::GetAtt": ["Table", "StreamArn"] },
      FunctionName: "Reader",
      StartingPosition: "TRIM_HORIZON",
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      DestinationConfig: { OnFailure: { Destination: { "Fn::GetAtt": ["Dead", "Arn"] } } },
      ...settings,
    },
  },
});

/** A table and one function that reads its stream; `settings` are the event source's. */
export async function reader(work: Work, settings: object = {}) {
  const batches: string[][] = [];
  const told: Told[] = [];
  const invoke: Invoke = async (_, event) => {
    const { Records } = event as { Records: StreamRecord[] };
    const keys = Records.map(keyOf);
    batches.push(keys);
    return work(keys, Records);
  };
  const around = surroundings(readerOf(settings));
  const engine = await engineOf(around);

  /** Starts reading; answers what stops it. */
  async function start(faults?: StreamFaults) {
    const part = await startStreams(
      { ...around, dynamodb: engine.endpoint, invoke },
      { send: (_, body) => void told.push(JSON.parse(body)), faults, backOff: 1 },
    );
    return ending(part);
  }
  /** The last sequence number up to which all is done. */
  function checkpoint() {
    const database = new DatabaseSync(join(around.stateDir, "streams.db"), { readOnly: true });
    const { done } =
      database.prepare("SELECT max(done + 0) || '' AS done FROM checkpoints").get() ?? {};
    database.close();
    return done;
  }
  return { ...engine, around, batches, told, start, checkpoint };
}

/** The answer of a function that reports these sort keys as failed. */
export function failed(records: StreamRecord[], ...keys: string[]) {
  const wrong = records.filter((record) => keys.includes(keyOf(record)));
  return {
    batchItemFailures: wrong.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })),
  };
}
