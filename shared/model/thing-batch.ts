import { ulid } from "ulid";
import { prefixes } from "./id.ts";

const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const inBase32 = (n: number, length: number): string =>
  length === 0 ? "" : inBase32(Math.floor(n / 32), length - 1) + digits[n % 32];

/** What a request makes things under: the ids of all of them follow from it, so that the same request finds what it made before. */
export const newBatch = (now: Date) => ulid(now.getTime());

/** The ULID of one thing of a batch. */
export const ulidIn = (batch: string, index: number) => batch.slice(0, 22) + inBase32(index, 4);

/** The event of one chunk of a batch: it is written once, with all that the chunk makes. */
export const eventIn = (batch: string, chunk: number) =>
  `${prefixes.event}_${batch.slice(0, 22)}${inBase32(chunk, 4)}`;
