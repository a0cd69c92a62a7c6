import { DatabaseSync } from "node:sqlite";

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS checkpoints (
    source TEXT, stream TEXT, shard TEXT, done TEXT, ended INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source, stream, shard));`;

/** How far each event source has come in each shard, in a file. */
export function openCheckpoints(file: string) {
  const db = new DatabaseSync(file);
  db.exec(schema);
  const find = db.prepare(
    "SELECT * FROM checkpoints WHERE source = ? AND stream = ? AND shard = ?",
  );
  const save = db.prepare(`INSERT INTO checkpoints (source, stream, shard, done) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET done = excluded.done`);
  const end = db.prepare(`INSERT INTO checkpoints (source, stream, shard, ended)
    VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET ended = 1`);
  return {
    /** The sequence number up to which all is done. */
    read: (source: string, stream: string, shard: string) =>
      (find.get(source, stream, shard)?.done ?? undefined) as string | undefined,
    save: (source: string, stream: string, shard: string, done: string) =>
      void save.run(source, stream, shard, done),
    end: (source: string, stream: string, shard: string) => void end.run(source, stream, shard),
    hasEnded: (source: string, stream: string, shard: string) =>
      find.get(source, stream, shard)?.ended === 1,
    close: () => db.close(),
  };
}
