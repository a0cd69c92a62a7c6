import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CannotStart } from "./cannot-start.ts";
import { nameOf, type Origins, type Resource } from "./names.ts";
import { resolve } from "./template/intrinsics.ts";

/** Addresses that the stack is synthesized with, so that one synthesis serves any ports. */
export const placeholders = {
  api: "http://api.usher.localhost",
  issuer: "http://issuer.usher.localhost",
};

/** The synthesized stack, with local names and ARNs in place of its intrinsics. */
export type Template = {
  /** The resources of a type, in the order of the template; those whose condition is false are left out. */
  resources: <P = Record<string, unknown>>(type: string) => Resource<P>[];
  get: <P = Record<string, unknown>>(id: string) => Resource<P>;
  /** Every type of resource that the stack has. */
  types: () => string[];
  /** The folder that holds a function's bundle. */
  codeOf: (functionId: string) => string;
};

type Raw = { Type: string; Condition?: string; Properties?: Record<string, unknown> };
type RawTemplate = {
  Parameters?: Record<string, { Default?: unknown }>;
  Conditions?: Record<string, unknown>;
  Resources: Record<string, Raw>;
};
type Assets = {
  files: Record<
    string,
    { source: { path: string }; destinations: Record<string, { objectKey: string }> }
  >;
};

/** Reads what `cdk synth` left in a folder. */
export function readTemplate(dir: string, origins: Origins): Template {
  const { template, assets } = readAssembly(dir, origins);
  const resolved = new Map<string, Resource>();
  const scope = {
    ref: (id: string) => template.Parameters?.[id]?.Default ?? nameOf(get(id), undefined, origins),
    attribute: (id: string, attribute: string) => nameOf(get(id), attribute, origins),
    condition: (name: string): boolean => {
      const condition = template.Conditions?.[name];
      if (condition === undefined) throw new CannotStart(`The template has no condition ${name}.`);
      return Boolean(resolve(condition, scope));
    },
  };
  const exists = ({ Condition }: Raw) => Condition === undefined || scope.condition(Condition);

  function get(id: string): Resource {
    const known = resolved.get(id);
    if (known) return known;
    const raw = template.Resources[id];
    if (!raw || !exists(raw)) throw new CannotStart(`The template has no resource ${id}.`);
    const properties = resolve(raw.Properties ?? {}, scope) as Record<string, unknown>;
    const resource = { id, type: raw.Type, properties };
    resolved.set(id, resource);
    return resource;
  }

  const existing = Object.entries(template.Resources).filter(([, raw]) => exists(raw));
  return {
    get: get as Template["get"],
    resources: ((type) =>
      existing
        .filter(([, raw]) => raw.Type === type)
        .map(([id]) => get(id))) as Template["resources"],
    types: () => [...new Set(existing.map(([, raw]) => raw.Type))],
    codeOf: (functionId) => {
      const { S3Key } = (get(functionId).properties.Code ?? {}) as { S3Key?: string };
      const asset = Object.values(assets.files).find((file) =>
        Object.values(file.destinations).some(({ objectKey }) => objectKey === S3Key),
      );
      if (!asset) throw new CannotStart(`The code of ${functionId} is not among the built assets.`);
      return join(dir, asset.source.path);
    },
  };
}

function readAssembly(dir: string, origins: Origins): { template: RawTemplate; assets: Assets } {
  const read = (file: string) =>
    JSON.parse(
      readFileSync(join(dir, file), "utf8")
        .replaceAll(placeholders.api, origins.api)
        .replaceAll(placeholders.issuer, origins.issuer),
    );
  const artifacts: { type: string; properties: Record<string, string> }[] = Object.values(
    read("manifest.json").artifacts,
  );
  const stacks = artifacts.filter(({ type }) => type === "aws:cloudformation:stack");
  const assets = artifacts.find(({ type }) => type === "cdk:asset-manifest")?.properties.file;
  const template = stacks[0]?.properties.templateFile;
  if (stacks.length !== 1 || !template || !assets) {
    throw new CannotStart(`Expected one stack in ${dir}, found ${stacks.length}.`);
  }
  return { template: read(template), assets: read(assets) };
}
