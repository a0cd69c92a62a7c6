import { arnOf } from "../names.ts";
import type { Template } from "../template.ts";

/** A function's logical id without what the CDK makes it unique with. */
export const shortName = (functionId: string) => functionId.replace(/[0-9A-F]{8}$/, "");

/** Finds a function's logical id by that id, in short too, its name, its ARN, or the ARN of an alias or version. */
export function functionFinder(template: Template): (key: string) => string {
  const ids = new Map<string, string>();
  for (const resource of template.resources<object>("AWS::Lambda::Function")) {
    const arn = arnOf(resource);
    const name = arn.split(":").at(-1) ?? "";
    for (const key of [shortName(resource.id), resource.id, name, arn]) ids.set(key, resource.id);
  }
  const withoutQualifier = (arn: string) => arn.split(":").slice(0, 7).join(":");
  return (key) => ids.get(key) ?? ids.get(withoutQualifier(key)) ?? key;
}
