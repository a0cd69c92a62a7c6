import { inject } from "vitest";

/** What a browser gets from a route. */
export interface WebAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Asks for what a route without a caller shows. */
export async function webAnswer(
  route: string,
  pathParameters: Record<string, string> = {},
): Promise<WebAnswer> {
  const path = route
    .replace(/^GET /, "")
    .replaceAll(/{(\w+)}/g, (_, name) => encodeURIComponent(pathParameters[name] ?? ""));
  const answer = await fetch(`${inject("api")}${path}`);
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: await answer.text(),
  };
}
