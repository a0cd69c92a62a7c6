import { CannotStart } from "../cannot-start.ts";
import { account, region } from "../names.ts";

/** What intrinsics ask of the template around them. */
export type Scope = {
  ref: (id: string) => unknown;
  attribute: (id: string, attribute: string) => unknown;
  condition: (name: string) => boolean;
};

type Argument = unknown[];
const noValue = Symbol("AWS::NoValue");

const pseudoParameters: Record<string, unknown> = {
  "AWS::Region": region,
  "AWS::AccountId": account,
  "AWS::Partition": "aws",
  "AWS::URLSuffix": "amazonaws.com",
  "AWS::StackName": "Usher",
  "AWS::StackId": `arn:aws:cloudformation:${region}:${account}:stack/Usher/local`,
  "AWS::NoValue": noValue,
};

const text = (value: unknown, scope: Scope) => String(resolve(value, scope));

const functions: Record<string, (argument: never, scope: Scope) => unknown> = {
  Ref: (id: string, scope) => (id in pseudoParameters ? pseudoParameters[id] : scope.ref(id)),
  "Fn::GetAtt": (argument: string | string[], scope) => {
    const [id = "", ...attribute] = typeof argument === "string" ? argument.split(".") : argument;
    return scope.attribute(id, attribute.join("."));
  },
  "Fn::Join": ([separator, parts]: [string, Argument], scope) =>
    list(parts, scope).map(String).join(separator),
  "Fn::Split": ([separator, value]: Argument, scope) => text(value, scope).split(String(separator)),
  "Fn::Select": ([index, values]: [number, Argument], scope) => list(values, scope)[Number(index)],
  "Fn::Sub": (argument: string | [string, Record<string, unknown>], scope) =>
    substitute(typeof argument === "string" ? [argument, {}] : argument, scope),
  "Fn::If": ([name, yes, no]: [string, unknown, unknown], scope) =>
    resolveOrNothing(scope.condition(name) ? yes : no, scope),
  "Fn::Equals": ([left, right]: Argument, scope) => text(left, scope) === text(right, scope),
  "Fn::Not": ([value]: Argument, scope) => !resolve(value, scope),
  "Fn::And": (values: Argument, scope) => values.every((value) => resolve(value, scope)),
  "Fn::Or": (values: Argument, scope) => values.some((value) => resolve(value, scope)),
};

/** The value with every intrinsic function in it replaced by what it stands for. */
export function resolve(value: unknown, scope: Scope): unknown {
  const resolved = resolveOrNothing(value, scope);
  return resolved === noValue ? undefined : resolved;
}

function resolveOrNothing(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => resolveOrNothing(each, scope)).filter((each) => each !== noValue);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only && entries.length === 1) {
    const [name, argument] = only;
    if (functions[name]) return functions[name](argument as never, scope);
    if (name === "Condition" && typeof argument === "string") return scope.condition(argument);
    if (name.startsWith("Fn::")) {
      throw new CannotStart(`The local host does not understand ${name} in the template.`);
    }
  }
  return Object.fromEntries(
    entries
      .map(([key, each]) => [key, resolveOrNothing(each, scope)] as const)
      .filter(([, each]) => each !== noValue),
  );
}

function list(value: unknown, scope: Scope): unknown[] {
  const resolved = resolve(value, scope);
  return Array.isArray(resolved) ? resolved : [resolved];
}

function substitute([pattern, variables]: [string, Record<string, unknown>], scope: Scope) {
  return pattern.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in variables) return text(variables[name], scope);
    return text(name.includes(".") ? { "Fn::GetAtt": name } : { Ref: name }, scope);
  });
}
