import { account, region } from "../names.ts";
import type { Template } from "../template.ts";
import { json, readJson, type Service } from "./request.ts";

const arn = (name: string) =>
  name.startsWith("arn:") ? name : `arn:aws:kms:${region}:${account}:${name}`;

/** Reads requests to KMS. Key policies are not asked. */
export function kms(template: Template): Service {
  const aliases = new Map(
    template
      .resources<{ AliasName: string; TargetKeyId: string }>("AWS::KMS::Alias")
      .map(({ properties }) => [arn(properties.AliasName), properties.TargetKeyId]),
  );
  /** What IAM sees: the key itself, whichever way it was named. */
  function keyArn(name: string): string {
    const alias = /(^|:)alias\//.test(name) ? aliases.get(arn(name)) : undefined;
    if (alias) return keyArn(alias);
    return arn(name.includes(":") || name.startsWith("alias/") ? name : `key/${name}`);
  }

  return {
    read: (request, body) => {
      const { operation, input } = readJson(request, body);
      const resource = keyArn(String(input.KeyId ?? ""));
      return { operation, input, calls: [{ action: `kms:${operation}`, resource, context: {} }] };
    },
    error: (code, message) =>
      code === "AccessDenied"
        ? json(400, { __type: "AccessDeniedException", Message: message })
        : json(400, { __type: code, message }),
  };
}
