import { createGateway } from "../../../infra/local/gateway.ts";
import { listen } from "../../../infra/local/listen.ts";
import type { Template } from "../../../infra/local/template.ts";
import type { Call } from "../call.ts";

/** The event that the gateway makes of a call, and the function that it is for. */
export interface Captured {
  functionId: string;
  event: unknown;
}

/** Starts a gateway that keeps events instead of handing them on. */
export async function startCapture(template: Template) {
  let captured: Captured | undefined;
  const listener = await listen(0);
  const invoke = async (functionId: string, event: unknown) => {
    captured = { functionId, event };
    return { statusCode: 204 };
  };
  listener.answer(createGateway({ template, invoke, now: Date.now }));

  return {
    capture: async ({ by, method, path, body, headers }: Call): Promise<Captured> => {
      captured = undefined;
      await fetch(`${listener.origin}${path}`, {
        method,
        headers: {
          ...(by.token && { authorization: `Bearer ${by.token}` }),
          ...(body !== undefined && { "content-type": "application/json" }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (!captured) throw new Error(`Nothing came of ${method} ${path}`);
      return captured;
    },
    stop: listener.close,
  };
}
