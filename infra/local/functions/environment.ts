import { arnOf, type Resource, region } from "../names.ts";

/** What the template says of a function. */
export type FunctionProperties = {
  Handler: string;
  Runtime: string;
  Role: string;
  Timeout?: number;
  MemorySize?: number;
  Environment?: { Variables?: Record<string, string> };
  LoggingConfig?: { ApplicationLogLevel?: string };
};

/** The access key id that tells the proxy which function a request comes from. */
export const accessKeyOf = (functionId: string) => `ASIA${functionId}`;

/** A function's whole environment: the template's variables, what Lambda sets, and this machine as AWS. */
export function environmentOf(
  resource: Resource<FunctionProperties>,
  aws: string,
): Record<string, string> {
  const { Environment, Handler, LoggingConfig, MemorySize = 128, Runtime } = resource.properties;
  const name = arnOf(resource).split(":").at(-1) ?? "";
  return {
    ...Environment?.Variables,
    AWS_ACCESS_KEY_ID: accessKeyOf(resource.id),
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_SESSION_TOKEN: "local",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: "1",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_LEVEL: LoggingConfig?.ApplicationLogLevel ?? "INFO",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    _HANDLER: Handler,
    TZ: ":UTC",
    AWS_ENDPOINT_URL: aws,
  };
}
