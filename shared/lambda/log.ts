import { Logger } from "@aws-lambda-powertools/logger";

type More = Record<string, unknown>;

const logger = new Logger({ serviceName: "usher" });

let ids: More = {};

/** Writes JSON lines. Only ids and codes are given to it: no token, secret or address ever. */
export const log = {
  /** What each line tells from here on: the ids of the request at hand. The logger's own way of keeping such keys takes as long as a line. */
  about(request: More): void {
    ids = request;
  },
  info: (message: string, more: More = {}) => logger.info(message, { ...ids, ...more }),
  warn: (message: string, more: More = {}) => logger.warn(message, { ...ids, ...more }),
  error: (message: string, more: More = {}) => logger.error(message, { ...ids, ...more }),
};

/** Where an error comes from: its stack without its message, which may repeat what somebody typed. */
export const originOf = (error: unknown): string[] =>
  ((error as Error | undefined)?.stack ?? "")
    .split("\n")
    .filter((line) => /^ {4}at .+:\d+:\d+\)?$/.test(line))
    .slice(0, 7);
