import type { IncomingMessage, RequestListener } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Answer } from "../answer.ts";
import { accessKeyOf } from "../environment.ts";
import { readRoles } from "../roles/roles.ts";
import { readSentMail, type SentMail } from "../sent-mail.ts";
import type { Template } from "../template.ts";
import { dynamodb } from "./dynamodb.ts";
import { type Faults, suffer } from "./faults.ts";
import { createForward } from "./forward.ts";
import { createHold } from "./hold.ts";
import { kms } from "./kms.ts";
import { createMeter, type Measurement, type Units } from "./meter.ts";
import { type AwsRequest, jsonError, type Service } from "./request.ts";
import { ses } from "./ses.ts";
import { sqs } from "./sqs.ts";
import { askForUnits, takeUnits } from "./units.ts";

type Options = {
  template: Template;
  /** Where each service is played, by its name in signatures. */
  targets: Record<string, string>;
  say: (line: string) => void;
  /** Hears of each mail that SES took. */
  sent?: (mail: SentMail) => void;
  /** Milliseconds that the items of a write are held. */
  holdTransactions?: number;
  /** Counts capacity units, and lets waves settle for so many milliseconds. */
  count?: { settle: number };
};

/** Stands between the functions and AWS: enforces roles, counts, and brings bad luck when told to. */
export type AwsProxy = {
  listener: RequestListener;
  /** What the invocation of this trace has asked for so far. */
  measure: (trace: string) => Measurement;
  /** Brings bad luck from now on; nothing ends it. */
  suffer: (faults?: Faults) => void;
  close: () => void;
};

/** Makes the proxy; a policy that it does not understand stops the start. */
export function createProxy(options: Options): AwsProxy {
  const { template, targets, say, sent, holdTransactions, count } = options;
  const roles = readRoles(template);
  const services = new Map(
    Object.entries({ dynamodb: dynamodb(template), ses: ses(template), kms: kms(template), sqs }),
  );
  const functions = new Map(
    template.resources("AWS::Lambda::Function").map(({ id }) => [accessKeyOf(id), id]),
  );
  const meter = createMeter(count?.settle ?? 0);
  const { forward, close } = createForward();
  const hold = holdTransactions ? createHold(holdTransactions) : undefined;
  let faults: Faults | undefined;

  async function answer(request: IncomingMessage): Promise<Answer | undefined> {
    const { functionId, name } = signer(request, functions);
    const service = services.get(name);
    const target = targets[name];
    if (!functionId || !service || !target) {
      const message = `No function of the template asked this of ${name || "AWS"} here.`;
      return jsonError(403, { __type: "MissingAuthenticationTokenException", message });
    }
    const body = await buffer(request);
    const asked = readAs({ functionId, service: name, request, body }, service);
    if (!asked) return service.error("UnknownOperation", "Not readable here.");
    const refusal = asked.calls
      .map((call) => roles.refusal(functionId, call))
      .find((each) => each !== undefined);
    if (refusal) {
      say(refusal);
      return service.error("AccessDenied", refusal);
    }
    const send = async (body: Buffer) => {
      const answer = await forward(target, request, body);
      const mail = name === "ses" ? readSentMail(asked.input, answer.body.toString()) : undefined;
      if (mail) sent?.(mail);
      return answer;
    };
    return measured(asked, service, send, body);
  }

  async function measured(
    asked: AwsRequest,
    service: Service,
    send: (body: Buffer) => Promise<Answer>,
    body: Buffer,
  ) {
    const end = meter.begin(asked);
    let units: Units | undefined;
    const sendCounted = async () => {
      const counted = count && askForUnits(asked);
      if (!counted) return send(body);
      const taken = takeUnits(asked, await send(counted));
      units = taken.units;
      return taken.answer;
    };
    const sendWithLuck = async () => suffer(await faults?.(asked), service, sendCounted);
    try {
      return await (hold ? hold(asked, sendWithLuck) : sendWithLuck());
    } finally {
      await end(units);
    }
  }

  return {
    listener: async (request, response) => {
      const result = await answer(request).catch(() => undefined);
      if (!result) return response.destroy();
      response.writeHead(result.status, {
        ...result.headers,
        "content-length": result.body.length,
      });
      response.end(result.body);
    },
    measure: meter.measure,
    suffer: (given) => {
      faults = given;
    },
    close,
  };
}

/** The function and the service that a request's signature names. */
function signer({ headers }: IncomingMessage, functions: Map<string, string>) {
  const scope = /Credential=(\w+)\/\d+\/[\w-]+\/(\w+)\//.exec(headers.authorization ?? "");
  return { functionId: functions.get(scope?.[1] ?? ""), name: scope?.[2] ?? "" };
}

type Received = { functionId: string; service: string; request: IncomingMessage; body: Buffer };

function readAs({ functionId, service: name, request, body }: Received, service: Service) {
  try {
    const trace = String(request.headers["x-amzn-trace-id"] ?? "");
    return { service: name, functionId, trace, items: [], ...service.read(request, body) };
  } catch {
    return undefined;
  }
}
