import { keys } from "../../../shared/table/schema.ts";
import type { Person } from "../../support/given.ts";
import type { startProcesses } from "../latency/processes.ts";
import type { Customer } from "../scene.ts";
import type { Filled } from "./fill.ts";

interface With {
  processes: ReturnType<typeof startProcesses>;
  customer: Customer;
  person: Person;
  projects: Filled;
  say: (line: string) => void;
}

/** As many as the worker has under way. */
const atOnce = 25;
const wavesAtOnce = 40;

/** Deletes a part of somebody's bindings with the bare SDK, where the worker would; answers the seconds it took. */
export const createBareDeletes =
  ({ processes, customer, person, projects: { projects }, say }: With) =>
  async (from: number, until: number): Promise<number> => {
    const part = projects.slice(projects.length * from, projects.length * until);
    const commands = part.map(({ id: project }) => ({
      operation: "DeleteItem",
      input: {
        TableName: "usher",
        Key: keys["project binding"]({ principal: person.id, customer: customer.id, project }),
      },
    }));
    let milliseconds = 0;
    for (let start = 0; start < commands.length; start += atOnce * wavesAtOnce) {
      const waves = Array.from({ length: wavesAtOnce }, (_, wave) =>
        commands.slice(start + wave * atOnce, start + (wave + 1) * atOnce),
      );
      milliseconds += (await processes.run("Worker", { trace: "", waves })).milliseconds;
      if (start % 10_000 === 0) say(`${start} of ${commands.length} deleted bare`);
    }
    return milliseconds / 1000;
  };
