import { createHash, randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import type { Queue } from "./settings.ts";

export type NewMessage = { body: string; group?: string; deduplication?: string; delay?: number };

/** A message as it was received. Times are epoch milliseconds. */
export type Message = {
  position: number;
  id: string;
  body: string;
  group: string | null;
  deduplication: string | null;
  sent: number;
  receives: number;
  first: number;
  receipt: string;
};

export type Store = ReturnType<typeof openStore>;

const deduplicated = 5 * 60_000;
const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS messages (
    position INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL,
    body TEXT NOT NULL, "group" TEXT, deduplication TEXT, sent INTEGER NOT NULL,
    visible INTEGER NOT NULL, receives INTEGER NOT NULL DEFAULT 0, first INTEGER, receipt TEXT);
  CREATE INDEX IF NOT EXISTS by_visibility ON messages (queue, visible);
  CREATE INDEX IF NOT EXISTS by_group ON messages (queue, "group", position);
  CREATE INDEX IF NOT EXISTS by_receipt ON messages (receipt);
  CREATE TABLE IF NOT EXISTS deduplications (
    queue TEXT, id TEXT, message TEXT, position INTEGER, sent INTEGER, PRIMARY KEY (queue, id));`;

/** A message waits behind the earlier ones of its group that are in flight or delayed. */
const free = `NOT EXISTS (SELECT 1 FROM messages AS other WHERE other.queue = :queue
  AND other."group" = messages."group" AND other.visible > :now
  AND other.position < messages.position)`;

/** The queues' messages in a file. What was in flight when the host ended is free again: its holders ended too. */
export function openStore(file: string, now: () => number) {
  const db = new DatabaseSync(file);
  db.exec(schema);
  db.prepare("UPDATE messages SET visible = :now WHERE visible > :now AND receives > 0").run({
    now: now(),
  });
  db.prepare("DELETE FROM deduplications WHERE sent <= ?").run(now() - deduplicated);
  const insert = db.prepare(`INSERT INTO messages
    (queue, id, body, "group", deduplication, sent, visible) VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const known = db.prepare("SELECT * FROM deduplications WHERE queue = ? AND id = ? AND sent > ?");
  const remember = db.prepare("INSERT OR REPLACE INTO deduplications VALUES (?, ?, ?, ?, ?)");
  const expire = db.prepare("DELETE FROM messages WHERE queue = ? AND sent < ?");
  const move = db.prepare(`INSERT INTO messages
    (queue, id, body, "group", deduplication, sent, visible)
    SELECT :to, id, body, "group", deduplication, sent, :now FROM messages
    WHERE queue = :queue AND visible <= :now AND receives >= :after ORDER BY position`);
  const moved = db.prepare(
    "DELETE FROM messages WHERE queue = ? AND visible <= ? AND receives >= ?",
  );
  const some = db.prepare("SELECT 1 FROM messages WHERE queue = ? AND visible <= ? LIMIT 1");
  const find = db.prepare(`SELECT * FROM messages WHERE queue = :queue AND visible <= :now
    AND ("group" IS NULL OR ${free}) ORDER BY position LIMIT :limit`);
  const hold = db.prepare(`UPDATE messages SET receives = receives + 1, visible = ?, receipt = ?,
    first = coalesce(first, ?) WHERE position = ? RETURNING *`);
  const drop = db.prepare("DELETE FROM messages WHERE queue = ? AND receipt = ? AND visible > ?");
  const empty = db.prepare("DELETE FROM messages WHERE queue = ?");
  const count = db.prepare(`SELECT count(*) FILTER (WHERE visible <= :now) AS waiting,
    count(*) FILTER (WHERE visible > :now AND receives > 0) AS held,
    count(*) FILTER (WHERE visible > :now AND receives = 0) AS delayed
    FROM messages WHERE queue = :queue`);

  function transaction<T>(work: () => T): T {
    db.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      db.exec("COMMIT");
      return result;
    } catch (error) {
      db.exec("ROLLBACK");
      throw error;
    }
  }

  function send(queue: Queue, { body, group, deduplication, delay = queue.delay }: NewMessage) {
    const sent = now();
    const content = deduplication ?? createHash("sha256").update(body).digest("hex");
    const key = queue.perGroup ? `${group} ${content}` : content;
    return transaction(() => {
      const earlier = queue.fifo && known.get(queue.name, key, sent - deduplicated);
      if (earlier) return { id: String(earlier.message), position: Number(earlier.position) };
      const id = randomUUID();
      const more = queue.fifo ? [group ?? "", content] : [null, null];
      const row = insert.run(queue.name, id, body, ...more, sent, sent + delay);
      const position = Number(row.lastInsertRowid);
      if (queue.fifo) remember.run(queue.name, key, id, position, sent);
      return { id, position };
    });
  }

  function receive(queue: Queue, limit: number): Message[] {
    const time = now();
    // A queue is looked at several times a second, and has nothing most of the time: that takes no lock.
    if (!some.get(queue.name, time)) return [];
    return transaction(() => {
      expire.run(queue.name, time - queue.retention);
      if (queue.redrive) {
        const { to, after } = queue.redrive;
        const went = move.run({ queue: queue.name, now: time, to, after }).changes;
        if (went) moved.run(queue.name, time, after);
      }
      const found = find.all({ queue: queue.name, now: time, limit }) as { position: number }[];
      const until = time + queue.visibility;
      return found.map(({ position }) => hold.get(until, randomUUID(), time, position) as Message);
    });
  }

  return {
    send,
    receive,
    /** Whether the receipt was still good: a message whose time is up belongs to its next receiver. */
    remove: (queue: Queue, receipt: string) => drop.run(queue.name, receipt, now()).changes > 0,
    purge: (queue: Queue) => empty.run(queue.name),
    count: (queue: Queue) =>
      count.get({ queue: queue.name, now: now() }) as {
        waiting: number;
        held: number;
        delayed: number;
      },
    close: () => db.close(),
  };
}
