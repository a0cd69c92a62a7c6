import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../../infra/local/synthesize.ts";
import { startHost } from "./host.ts";

/** The stack of a deployer whose functions are told something else, their environment besides the usual one, and whose API lets scripts of other origins in. */
export async function startDeployed(variables: Record<string, string>, cors?: object) {
  const assembly = mkdtempSync(join(tmpdir(), "usher-deployed-"));
  cpSync(await synthesize(), assembly, { recursive: true });
  const file = join(assembly, "Usher.template.json");
  const template = JSON.parse(readFileSync(file, "utf8"));
  for (const { Properties } of Object.values<{ Properties?: Record<string, never> }>(
    template.Resources,
  ))
    Object.assign(variablesOf(Properties), variables);
  if (cors) template.Resources.Api.Properties.CorsConfiguration = cors;
  writeFileSync(file, JSON.stringify(template));
  const host = await startHost({ assembly: () => assembly });
  const end = async () => {
    await host.end();
    rmSync(assembly, { recursive: true });
  };
  return { ...host, end };
}

const variablesOf = (properties: { Environment?: { Variables?: object } } = {}) =>
  properties.Environment?.Variables ?? {};
