import { setTimeout as wait } from "node:timers/promises";

/** Where lines are sent to, and by whom. */
export interface Target {
  api: string;
  token: string;
  query: string;
}

/** What the API says of a line. */
export interface Answered {
  status: string;
  kind?: string;
  key?: string;
  id?: string;
  code?: string;
  detail?: string;
  needs?: string[];
}

/** A reason to stop that says what to do. */
export class CannotGoOn extends Error {}

const attempts = 10;

/** Sends lines until the API has said of each what became of it: what it is busy with again, and what it refuses as a whole in halves. */
export async function send(lines: readonly unknown[], target: Target): Promise<Answered[]> {
  const results = await answersTo(lines, target);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const late = results.flatMap(({ status }, i) => (status === "later" ? [i] : []));
    if (late.length === 0) break;
    await wait(Math.random() * 100 * 2 ** Math.min(attempt, 6));
    const again = await answersTo(
      late.map((i) => lines[i]),
      target,
    );
    if (again.some(({ status }) => status !== "later")) attempt = 0;
    for (const [i, answer] of again.entries()) results[late[i] as number] = answer;
  }
  return results;
}

async function answersTo(lines: readonly unknown[], target: Target): Promise<Answered[]> {
  const { status, body } = await post(lines, target);
  if (status === 200) return (body as { results: Answered[] }).results;
  const { code, detail = `answered ${status}` } = body as { code?: string; detail?: string };
  if (status === 401 || status === 403)
    throw new CannotGoOn(`${detail} USHER_TOKEN must be of somebody who may import.`);
  if (status !== 400 && status !== 413) throw new CannotGoOn(`${target.api} says: ${detail}`);
  if (lines.length === 1) return [{ status: "refused", ...(code && { code }), detail }];
  const half = Math.ceil(lines.length / 2);
  return [
    ...(await answersTo(lines.slice(0, half), target)),
    ...(await answersTo(lines.slice(half), target)),
  ];
}

/** Asks once more where nobody answered, or nobody had time to. */
async function post(lines: readonly unknown[], { api, token, query }: Target) {
  let why = "";
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      const response = await fetch(`${api}/v1/platform/imports${query}`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ lines }),
        signal: AbortSignal.timeout(60_000),
      });
      const text = await response.text();
      if (response.status !== 429 && response.status < 500)
        return { status: response.status, body: bodyOf(text) };
      why = `answered ${response.status}`;
    } catch (error) {
      why = (error as Error).message;
    }
    await wait(Math.random() * 250 * 2 ** Math.min(attempt, 6));
  }
  throw new CannotGoOn(`${api} cannot be reached (${why}).`);
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
