/** Thrown when the story takes another turn. */
export class DidNotHappen extends Error {}

export interface Answer {
  status: number;
  etag: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers have every shape
  body: any;
}

/** Asks a part of the running host. */
export async function request(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init).catch(() => {
    throw new DidNotHappen(`${new URL(url).origin} does not answer.`);
  });
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get("etag") ?? "",
    body: text ? JSON.parse(text) : {},
  };
}
