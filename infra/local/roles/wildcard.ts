/** Something that values either fit or do not. */
export type Pattern = { test: (value: string) => boolean };

/** A pattern in which `*` stands for any text and `?` for any character. */
export function wildcard(text: string, flags = ""): Pattern {
  const source = text
    .replace(/[\\^$.+()|[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`);
}
