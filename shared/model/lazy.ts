/** A schema that is built at its first use, so that importing a model or a contract costs nothing. */
export function lazy<T>(build: () => T): () => T {
  let built: T | undefined;
  return () => {
    built ??= build();
    return built;
  };
}
