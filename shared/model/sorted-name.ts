/** Bytes of a name that lists are sorted by; what is longer stands beside what begins the same. */
const bytes = 255;

/** A name as lists sort and find it: names that differ only in case or Unicode form are the same. Nothing in it comes before the `#` that ends it in a key, so that a name stands before all that begin with it. */
export const sortedName = (name: string) => cut(folded(name).replace(/[ !"#]/g, "$"));

/** A name without what only looks different. */
export const folded = (name: string) =>
  name.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");

/** As much of a text as fits, whole characters only. */
function cut(text: string): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const kept = Buffer.from(text).subarray(0, bytes).toString("utf8");
  return kept.replace(/\uFFFD+$/, "");
}

/** The order of keys in the table: by bytes, not by UTF-16 units as `<` has it. */
export const byBytes = (one: string, other: string) =>
  Buffer.compare(Buffer.from(one), Buffer.from(other));
