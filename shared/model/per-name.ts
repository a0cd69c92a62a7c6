/** Does once for each name what depends on it alone. What came out is kept: for names of which there is a fixed number. */
export function perName<T>(of: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>();
  return (name) => {
    const known = made.get(name) ?? of(name);
    made.set(name, known);
    return known;
  };
}
