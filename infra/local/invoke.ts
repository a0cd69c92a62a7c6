/**
 * Runs a function of the template once; takes its logical id, name, ARN or alias ARN; rejects with FunctionError.
 * The trace header, made up where none is given, goes along with every AWS request that the function makes.
 */
export type Invoke = (functionId: string, event: unknown, trace?: string) => Promise<unknown>;

/** What Lambda reports of a function that threw, ran out of time or was killed. */
export class FunctionError extends Error {
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.name = "FunctionError";
    this.errorType = errorType;
  }
}
