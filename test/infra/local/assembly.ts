import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Resources = Record<string, { Type: string; Condition?: string; Properties?: object }>;
type Assembly = { resources: Resources; code?: Record<string, string>; rest?: object };

const root = mkdtempSync(join(tmpdir(), "usher-"));
process.once("exit", () => rmSync(root, { recursive: true, force: true }));

/** Writes a cloud assembly as `cdk synth` does: a stack of these resources, and a bundle for each piece of code. */
export function assembly({ resources, code = {}, rest = {} }: Assembly): string {
  const dir = mkdtempSync(join(root, "cdk.out-"));
  const write = (file: string, value: unknown) =>
    writeFileSync(join(dir, file), JSON.stringify(value));
  const files = Object.fromEntries(
    Object.entries(code).map(([name, source]) => {
      mkdirSync(join(dir, `asset.${name}`));
      writeFileSync(join(dir, `asset.${name}`, "index.js"), source);
      const destinations = { "000-us-east-1": { bucketName: "assets", objectKey: `${name}.zip` } };
      return [name, { source: { path: `asset.${name}`, packaging: "zip" }, destinations }];
    }),
  );
  write("Stack.template.json", { Resources: resources, ...rest });
  write("Stack.assets.json", { version: "48.0.0", files });
  write("manifest.json", {
    artifacts: {
      "Stack.assets": { type: "cdk:asset-manifest", properties: { file: "Stack.assets.json" } },
      Stack: {
        type: "aws:cloudformation:stack",
        properties: { templateFile: "Stack.template.json" },
      },
    },
  });
  return dir;
}

export const origins = {
  api: "http://127.0.0.1:4000",
  aws: "http://127.0.0.1:4999",
  issuer: "http://127.0.0.1:4002",
};
