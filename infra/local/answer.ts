/** What a server of the local host sends back. */
export type Answer = {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
};
