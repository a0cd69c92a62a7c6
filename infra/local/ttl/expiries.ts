import { DatabaseSync } from "node:sqlite";

type Named = { name: string; hash: string; range: string; ttl: string };

/** An item whose time is up, by the JSON of its key attributes, and the time it was seen with. */
export type Expired = { hash: string; range: string; ttl: string };

const fiveYears = 5 * 365 * 86_400;
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const at = (column: string, path: string) => `json_extract(${column}, '$.${path}')`;

/**
 * Finds expired items in the engine's own file, by an index, and lets the engine's records of their removal say who
 * removed them: a trigger does it in the removal's own transaction, so that no reader sees one without it.
 */
export function openExpiries(file: string, { name, hash, range, ttl }: Named) {
  const db = new DatabaseSync(file, { timeout: 5000 });
  const time = at("item_json", `${ttl}.N`);
  const expired = quoted(`_usher_expired_${name}`);
  db.exec(`
    CREATE INDEX IF NOT EXISTS ${quoted(`usher_ttl_${name}`)}
      ON ${quoted(name)} (CAST(${time} AS INTEGER)) WHERE ${time} IS NOT NULL;
    CREATE TABLE IF NOT EXISTS ${expired} (hash TEXT, range TEXT, ttl TEXT, PRIMARY KEY (hash, range));
    CREATE TRIGGER IF NOT EXISTS ${quoted(`usher_ttl_${name}`)} AFTER INSERT ON _stream_records
    WHEN NEW.event_name = 'REMOVE' AND NEW.table_name = '${name}' AND EXISTS (
      SELECT 1 FROM ${expired} WHERE hash = ${at("NEW.keys_json", hash)}
        AND range = ${at("NEW.keys_json", range)} AND ttl = ${at("NEW.old_image", `${ttl}.N`)})
    BEGIN
      UPDATE _stream_records SET user_identity =
        '{"type":"Service","principalId":"dynamodb.amazonaws.com"}' WHERE id = NEW.id;
    END;`);
  const find =
    db.prepare(`SELECT ${at("item_json", hash)} AS hash, ${at("item_json", range)} AS range,
    ${time} AS ttl FROM ${quoted(name)} WHERE ${time} IS NOT NULL
    AND CAST(${time} AS INTEGER) BETWEEN ? AND ? ORDER BY CAST(${time} AS INTEGER) LIMIT ?`);
  const mark = db.prepare(`INSERT OR REPLACE INTO ${expired} VALUES (:hash, :range, :ttl)`);
  const unmark = db.prepare(`DELETE FROM ${expired}`);
  return {
    /** Items that expired in the last five years before a time in epoch seconds; DynamoDB leaves older ones alone. */
    find: (seconds: number, limit: number) =>
      find.all(seconds - fiveYears, seconds - 1, limit) as Expired[],
    /** Says that who removes this item as it is now does so because it expired. */
    mark: ({ hash, range, ttl }: Expired) => void mark.run({ hash, range, ttl }),
    unmarkAll: () => void unmark.run(),
    close: () => db.close(),
  };
}
