import { join } from "node:path";
import { createClockService } from "./clock/service.ts";
import { type Clock, startClock } from "./clock.ts";
import { rememberEnds } from "./ends.ts";
import { createTables } from "./engine/tables.ts";
import { startEngine } from "./engine.ts";
import { type Functions, type LogLine, startFunctions } from "./functions.ts";
import { createGateway } from "./gateway.ts";
import { startInbox } from "./inbox.ts";
import { createIssuer, type Issuer } from "./issuer.ts";
import { startKms } from "./kms.ts";
import { listen } from "./listen.ts";
import { openLog } from "./log.ts";
import { createMailEvents } from "./mail-events.ts";
import { createForward } from "./proxy/forward.ts";
import { type AwsProxy, createProxy } from "./proxy.ts";
import { startQueues } from "./queue.ts";
import { checkEventSources } from "./roles/event-sources.ts";
import { readRoles } from "./roles.ts";
import { type Schedules, startSchedules } from "./schedules.ts";
import type { Settings } from "./settings.ts";
import { type Addresses, openState } from "./state.ts";
import type { StreamFaults } from "./streams/faults.ts";
import { startStreams } from "./streams.ts";
import { refuseUnknown } from "./template/known-resources.ts";
import { readTemplate } from "./template.ts";
import { startTtl } from "./ttl.ts";

/** How a host is started; what follows the settings is for tests and benchmarks. */
export type StartOptions = Settings & {
  /** Answers the folder of the synthesized stack. */
  assembly: () => Promise<string> | string;
  say: (line: string) => void;
  onLog?: (line: LogLine) => void;
  /** How many events one function handles at once. */
  concurrency?: number;
  /** Milliseconds that the items of a write are held, so that overlaps conflict. */
  holdTransactions?: number;
  /** Counts capacity units, and lets waves settle for so many milliseconds. */
  count?: { settle: number };
  streamFaults?: StreamFaults;
  /** Leaves it to `tick` when a schedule falls due. */
  schedulesByHand?: boolean;
};

/** A running host. */
export type Host = Addresses &
  Pick<Functions, "invoke" | "kill"> &
  Pick<AwsProxy, "measure" | "suffer"> &
  Pick<Schedules, "publish" | "tick"> &
  Pick<Issuer, "token"> &
  Pick<Clock, "now" | "move"> & {
    /** Where a person moves the clock. */
    clock: string;
    /** Where functions find AWS, and where the table engine is. */
    aws: string;
    dynamodb: string;
    stop: () => Promise<void>;
  };

/** Starts everything the stack needs, in this order, and ends it in the reverse one. */
export async function start(options: StartOptions): Promise<Host> {
  const ends = rememberEnds();
  try {
    return { ...(await startAll(options, ends)), stop: ends.stop };
  } catch (error) {
    await ends.stop();
    throw error;
  }
}

async function startAll(options: StartOptions, ends: ReturnType<typeof rememberEnds>) {
  const { ports, stateDir, say, concurrency } = options;
  const state = openState(stateDir);
  ends.add(state.release);
  const clock = startClock(join(stateDir, "clock"));
  const { now } = clock;
  const log = openLog(stateDir, say);
  const heard = (line: LogLine) => {
    log.write(line);
    options.onLog?.(line);
  };

  const listening = async (...at: Parameters<typeof listen>) => {
    const listener = await listen(...at);
    ends.add(listener.close);
    return listener;
  };
  const api = await listening(ports.api, "USHER_PORT");
  const signIn = await listening(ports.issuer, "USHER_ISSUER_PORT");
  const clockPort = await listening(ports.clock, "USHER_CLOCK_PORT");
  // The inbox listens by itself, later; that its port is taken is better known now.
  await (await listen(ports.inbox, "USHER_INBOX_PORT")).close();
  const aws = await listening(0);
  const engine = ends.own(await startEngine({ stateDir, endpoint: options.dynamodb, say }));

  const origins = { api: api.origin, aws: aws.origin, issuer: signIn.origin };
  const template = readTemplate(await options.assembly(), origins);
  refuseUnknown(template);
  const roles = readRoles(template);
  checkEventSources(template, roles);

  const issuer = await createIssuer({ origin: signIn.origin, stateDir, now });
  signIn.answer(issuer.listener);
  await createTables(template, engine.endpoint);
  const [inbox, kms] = await ends.together(
    startInbox({ stateDir, port: ports.inbox, clock, say }),
    startKms({ template, stateDir }),
  );

  const { forward, close } = createForward();
  ends.add(close);
  const { invoke, kill, stop } = startFunctions({
    template,
    clock,
    concurrency,
    log: heard,
    aws: aws.origin,
  });
  ends.add(stop);
  const around = { template, invoke, dynamodb: engine.endpoint, stateDir, now, say };
  const queues = ends.own(await startQueues(around));
  const schedules = ends.own(
    startSchedules(around, { send: queues.send, byHand: options.schedulesByHand }),
  );
  const proxy = createProxy({
    ...options,
    template,
    roles,
    forward,
    targets: {
      dynamodb: engine.endpoint,
      ses: inbox.endpoint,
      sqs: queues.endpoint,
      kms: kms.endpoint,
    },
    sent: createMailEvents({ template, now, publish: schedules.publish }),
  });
  aws.answer(proxy.listener);

  const { file } = engine;
  const sending = { send: queues.send, faults: options.streamFaults };
  ends.own(await startStreams(around, { ...sending, file }));
  if (file) ends.own(startTtl({ ...around, file }));

  clockPort.answer(createClockService({ clock, schedules, say }));
  api.answer(createGateway(around));
  // Nobody comes in while the rest ends.
  ends.add(clockPort.close);
  ends.add(api.close);
  const addresses = { api: api.origin, inbox: inbox.endpoint, issuer: signIn.origin };
  state.announce(addresses);
  return {
    ...addresses,
    clock: clockPort.origin,
    aws: aws.origin,
    dynamodb: engine.endpoint,
    invoke,
    kill,
    token: issuer.token,
    measure: proxy.measure,
    suffer: proxy.suffer,
    now,
    move: clock.move,
    tick: schedules.tick,
    publish: schedules.publish,
  };
}
