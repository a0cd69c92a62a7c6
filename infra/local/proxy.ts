import type { IncomingMessage, RequestListener } from "node:http";
import type { Answer } from "./answer.ts";
import { bodyOf } from "./body.ts";
import { shortName } from "./functions/find.ts";
import { type Faults, suffer } from "./proxy/faults.ts";
import type { Forward } from "./proxy/forward.ts";
import { createHold } from "./proxy/hold.ts";
import { createMeter, type Measurement, type Units } from "./proxy/meter.ts";
import { createReader } from "./proxy/read.ts";
import type { AwsRequest, Service } from "./proxy/request.ts";
import { askForUnits, takeUnits } from "./proxy/units.ts";
import type { Roles } from "./roles.ts";
import { readSentMail, type SentMail } from "./sent-mail.ts";
import type { Template } from "./template.ts";

type Options = {
  template: Template;
  roles: Roles;
  /** Where each service is played, by its name in signatures. */
  targets: Record<string, string>;
  forward: Forward;
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
};

/** Makes the proxy; a policy that it does not understand stops the start. */
export function createProxy(options: Options): AwsProxy {
  const { template, roles, targets, forward, say, sent, holdTransactions, count } = options;
  const read = createReader(template);
  const meter = createMeter(count ?? { settle: 0 });
  const hold = holdTransactions ? createHold(holdTransactions) : undefined;
  let faults: Faults | undefined;

  async function answer(request: IncomingMessage): Promise<Answer | undefined> {
    const body = await bodyOf(request);
    const { asked, service } = read(request, body);
    const target = targets[asked?.service ?? ""];
    if (!asked || !target) return service.error("UnknownOperation", "Not to be had here.");
    const refusal = asked.calls
      .map((call) => roles.refusal(asked.functionId, call))
      .find((each) => each !== undefined);
    if (refusal) {
      say(refusal);
      return service.error("AccessDenied", refusal);
    }
    const send = async (body: Buffer) => {
      const answer = await forward(target, request, body);
      notice(asked, answer);
      return answer;
    };
    return measured(asked, service, send, body);
  }

  function notice({ service, functionId, operation, input }: AwsRequest, { status, body }: Answer) {
    const mail = service === "ses" ? readSentMail(input, body.toString()) : undefined;
    if (mail) sent?.(mail);
    if (service !== "dynamodb" || status !== 400) return;
    const { __type, message } = JSON.parse(body.toString());
    // A mistake in the code, which itself keeps silent about why.
    if (/ValidationException$/.test(__type))
      say(`${shortName(functionId)}: ${operation}: ${message}`);
  }

  async function measured(
    asked: AwsRequest,
    service: Pick<Service, "error">,
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
  };
}
