import { Logger } from "@aws-lambda-powertools/logger";

/** Writes JSON lines. Only ids and codes are given to it: no token, secret or address ever. */
export const log = new Logger({ serviceName: "usher" });
