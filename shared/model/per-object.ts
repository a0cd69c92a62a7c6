/** Does once for each object what depends on it alone. What came out is kept as long as the object is. */
export function perObject<K extends object, T>(of: (object: K) => T): (object: K) => T {
  const made = new WeakMap<K, T>();
  return (object) => {
    const known = made.get(object) ?? of(object);
    made.set(object, known);
    return known;
  };
}
